package io.lockstep.run;

import io.lockstep.Exit;
import io.lockstep.Problem;
import io.lockstep.database.SqlStates;
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
            SqlStates.isResourceLacking(thrown) ? whenThereIsSpace(step) : next(step, thrown))
        .causedBy(thrown);
  }

  private static String whenThereIsSpace(Step step) {
    return (step.noTransaction()
            ? "It runs outside a transaction, so part of it may be done. "
            : "The step was rolled back, earlier ones are kept. ")
        + "Give the server what it lacks (disk, temp_file_limit, memory), and run again.";
  }

  private static String next(Step step, Throwable thrown) {
    return (step.noTransaction()
            ? "It runs outside a transaction, so part of it may be done: see what is there, remove"
                + " it, and run again. Earlier steps are kept."
            : "The step was rolled back, earlier ones are kept. Mend the file and run again.")
        + raise(step, thrown);
  }

  /**
   * The administrator's limits go for scripts, which can say otherwise. transaction_timeout can't
   * be raised in a transaction, only lifted: its clock is not set anew (assign_transaction_timeout
   * in PostgreSQL's postgres.c).
   */
  private static String raise(Step step, Throwable thrown) {
    if (SqlStates.isTransactionTimeout(thrown)) {
      return " If it needs more time than transaction_timeout gives this role, begin it with SET"
          + " LOCAL transaction_timeout = 0;";
    }
    return SqlStates.isCancelled(thrown)
        ? " If it needs more time than statement_timeout gives this role, begin it with %s statement_timeout = '1h';"
            .formatted(step.noTransaction() ? "SET" : "SET LOCAL")
        : "";
  }
}
