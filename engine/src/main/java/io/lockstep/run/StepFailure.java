package io.lockstep.run;

import io.lockstep.Exit;
import io.lockstep.Problem;
import io.lockstep.plan.Step;
import java.util.Optional;

/** Tells a person what went wrong in a step. */
final class StepFailure {
  private StepFailure() {}

  /** The migration's own failure: {@link Exit#MIGRATION_FAILED}. */
  static Problem of(Step step, Throwable thrown, Optional<String> blockers) {
    StepError error = StepError.of(thrown);
    return new Problem(
            Exit.MIGRATION_FAILED,
            step.action() + " " + step.file() + error.where(),
            error.reason() + blockers.map(b -> "; " + b).orElse(""),
            next(step))
        .causedBy(thrown);
  }

  private static String next(Step step) {
    return step.noTransaction()
        ? "It runs outside a transaction, so part of it may be done: see what is there, remove it,"
              + " and run again. Earlier steps are kept."
        : "The step was rolled back, earlier ones are kept. Mend the file and run again.";
  }
}
