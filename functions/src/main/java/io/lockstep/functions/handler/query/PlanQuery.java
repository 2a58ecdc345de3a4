package io.lockstep.functions.handler.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The question of {@code /plan}.
 *
 * @param targets in their order
 */
public record PlanQuery(List<String> targets) {
  /** Takes a missing list for an empty one, which the function refuses. */
  public PlanQuery(@Nullable List<String> targets) {
    this.targets = targets == null ? List.of() : List.copyOf(targets);
  }
}
