package io.lockstep.functions.handler;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code plan} is asked.
 *
 * @param targets in their order
 */
public record PlanQuery(List<String> targets) {
  /** Takes a missing list for an empty one, which the function refuses. */
  public PlanQuery(@Nullable List<String> targets) {
    this.targets = targets == null ? List.of() : List.copyOf(targets);
  }
}
