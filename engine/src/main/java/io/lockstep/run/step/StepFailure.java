package io.lockstep.run.step;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.history.UndoScript;
import io.lockstep.plan.Step;
import io.lockstep.run.report.ChangedRows;
import io.lockstep.run.report.StepError;
import io.lockstep.run.session.Blocking;
import io.lockstep.run.session.HistoryTableGone;
import io.lockstep.run.statement.StatementFailed;
import io.lockstep.sql.RowNotWritten;
import io.lockstep.sql.SqlStates;
import java.util.Optional;

/** Builds the error of a failed step. */
final class StepFailure {
  private static final String OWN_LOCK =
      "The script asks for Lockstep's own advisory lock: take another key for it, and run again.";

  private static final String GIVE_RIGHT =
      " If the file is right, let the owner of the object or a superuser give this role what it"
          + " lacks, or run as a role that may do it (POSTGRES_USER); only its owner may change or"
          + " drop an object.";

  private StepFailure() {}

  /**
   * Returns the error of a failed migration: {@link ExitCode#MIGRATION_FAILED}, or {@link
   * ExitCode#LOCK_NOT_OBTAINED} if another session kept a table locked.
   *
   * @param outcome the outcome of the step's transaction, as the server knows it
   * @param left what is left of the step, for people
   */
  static LockstepException of(
      Step step, Throwable thrown, StepOutcome outcome, Optional<Blocking> blockers, String left) {
    StepError error = StepError.of(thrown);
    String asked = step.action() + " " + step.file();
    Optional<Blocking> waited = waited(thrown, blockers);
    boolean itself = waited.filter(Blocking::itself).isPresent();
    String wait = waited.map(b -> "; " + b.text()).orElse("");
    String next = left + " " + (itself ? OWN_LOCK : next(step, thrown, outcome));
    return new LockstepException(
            SqlStates.isLockTimeout(thrown) && !itself && outcome != StepOutcome.COMMITTED
                ? ExitCode.LOCK_NOT_OBTAINED
                : ExitCode.MIGRATION_FAILED,
            asked + error.where(),
            error.reason() + wait,
            next)
        .recordedAs(asked + error.place(), error.recorded() + wait, next)
        .causedBy(thrown);
  }

  /** Leaves the blockers out if the step failed after it had waited for them. */
  private static Optional<Blocking> waited(Throwable thrown, Optional<Blocking> blockers) {
    return blockers.filter(b -> SqlStates.isLockTimeout(thrown) || SqlStates.isCancelled(thrown));
  }

  /** Describes what is left of the step, as far as it is known. */
  static String left(Step step, StepOutcome outcome) {
    if (step.noTransaction()) {
      return "It runs outside a transaction, so part of it may be done. Earlier steps are kept.";
    }
    return switch (outcome) {
      case ROLLED_BACK -> "The step was rolled back, earlier ones are kept.";
      case COMMITTED ->
          "The script has ended the step's transaction by itself: what it did until then is"
              + " committed, and the history does not have it.";
      case UNKNOWN ->
          "Whether the step was rolled back is not known; the next run finds out. Earlier ones are"
              + " kept.";
    };
  }

  /**
   * Describes what is left of a step in batches.
   *
   * @param outcome that of the last batch's transaction
   * @param counted true if that batch is among the changed rows
   */
  static String left(ChangedRows changed, StepOutcome outcome, boolean counted) {
    String earlier =
        changed.isNone() ? "Nothing of the step is left" : changed + " are changed and stay";
    if (counted) {
      return earlier + ".";
    }
    return switch (outcome) {
      case ROLLED_BACK ->
          changed.isNone()
              ? "The batch was rolled back, earlier steps are kept."
              : "The batch was rolled back; %s before it are changed and stay.".formatted(changed);
      case COMMITTED -> changed + " and those of one more batch are changed and stay.";
      case UNKNOWN ->
          "Whether the last batch was rolled back is not known; %s before it are changed and stay."
              .formatted(changed);
    };
  }

  private static String next(Step step, Throwable thrown, StepOutcome outcome) {
    if (outcome == StepOutcome.COMMITTED && step.batch().isEmpty()) {
      return "Take COMMIT out of the script, remove what is there of it, and run again.";
    }
    if (SqlStates.isLockTimeout(thrown)) {
      return "Run the same command again when that session has let go; pg_locks and"
          + " pg_blocking_pids() show it.";
    }
    if (SqlStates.isResourceLacking(thrown)) {
      return SqlStates.LACKING_ADVICE;
    }
    if (!step.noTransaction()
        && step.batch().isEmpty()
        && StatementFailed.behind(thrown)
            .filter(StatementFailed::isTransactionRefused)
            .isPresent()) {
      return "Put it into a script of its own, or begin this one with the line \"-- lockstep: no-transaction\", and run again.";
    }
    if (thrown instanceof HistoryTableGone gone && !gone.isByScript()) {
      return "Put it back, and run again.";
    }
    Optional<RowNotWritten> row = RowNotWritten.behind(thrown);
    if (row.isPresent()) {
      return (step.noTransaction() ? "See what is there, and remove it. " : "")
          + row.get().adviceForScript();
    }
    return (step.noTransaction() ? "See what is there, remove it, and run again." : correct(step))
        + raise(step, thrown)
        + (SqlStates.isForbidden(thrown) ? GIVE_RIGHT : "");
  }

  /** Names the option for a stored undo script, because a corrected file alone is not executed. */
  private static String correct(Step step) {
    return step instanceof Step.Undo undo && undo.undo() instanceof UndoScript.Stored stored
        ? "Correct the script in the app's folder ("
            + stored.script()
            + "), and run again with --undo-from-file "
            + undo.version()
            + "."
        : "Correct the file and run again.";
  }

  /**
   * Explains how a script overrides the administrator's time limit. A transaction can't raise
   * transaction_timeout, only remove it, because its timer does not start again
   * (assign_transaction_timeout in PostgreSQL's postgres.c).
   */
  private static String raise(Step step, Throwable thrown) {
    String set = step.noTransaction() ? "SET" : "SET LOCAL";
    if (SqlStates.isTransactionTimeout(thrown)) {
      return " If it needs more time than transaction_timeout gives this role, begin it with "
          + set
          + " transaction_timeout = 0;";
    }
    if (SqlStates.isIdleTimeout(thrown)) {
      return " If it sets idle_session_timeout or idle_in_transaction_session_timeout, leave that"
          + " out or give it a minute.";
    }
    return SqlStates.isCancelled(thrown)
        ? " If it needs more time than statement_timeout gives this role, begin it with %s statement_timeout = '1h';"
            .formatted(set)
        : "";
  }
}
