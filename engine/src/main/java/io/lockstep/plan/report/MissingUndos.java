package io.lockstep.plan.report;

import io.lockstep.plan.Step;
import io.lockstep.targets.Version;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Migrations without an undo script.
 *
 * @param number how many there are
 * @param stop the version at which a rollback stops: of those that have none the last applied
 */
public record MissingUndos(long number, Version stop) {
  /**
   * Those that these steps apply; empty if there are none.
   *
   * @param counted false for a step that is not in the number, but where a rollback stops as well
   */
  public static Optional<MissingUndos> of(List<Step> steps, Predicate<Step.Apply> counted) {
    List<Step.Apply> without =
        steps.stream()
            .filter(Step.Apply.class::isInstance)
            .map(Step.Apply.class::cast)
            .filter(apply -> apply.undo().isEmpty())
            .toList();
    long number = without.stream().filter(counted).count();
    return number == 0
        ? Optional.empty()
        : Optional.of(
            new MissingUndos(number, without.get(without.size() - 1).migration().version()));
  }

  /** For people. */
  @Override
  public String toString() {
    return number
        + (number == 1 ? " migration has" : " migrations have")
        + " no undo script; a rollback stops at "
        + stop;
  }
}
