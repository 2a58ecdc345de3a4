package io.lockstep.functions.handler.query;

import org.jspecify.annotations.Nullable;

/**
 * The question of {@code /runs}.
 *
 * @param limit how many at most, from 1 to {@value #MOST}; {@value #DEFAULT} if null
 */
public record RunsQuery(@Nullable Integer limit) {
  /** As many as can be asked for. */
  public static final int MOST = 500;

  private static final int DEFAULT = 50;

  /** How many are asked for, which may be none or too many. */
  public int rows() {
    return limit == null ? DEFAULT : limit;
  }
}
