package io.lockstep.run.session;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.run.report.StepError;
import io.lockstep.run.statement.StatementFailed;
import io.lockstep.sql.SqlStates;
import java.util.Optional;

/**
 * A run can't go on with its sessions: the connection broke, the server takes no changes any more,
 * or somebody has cancelled a statement of Lockstep's own. The run must begin again with new ones,
 * and read what has committed.
 */
public final class SessionLost extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SessionLost(Throwable cause) {
    super(cause);
  }

  /** True if that is the cause of the error of a statement of Lockstep's own. */
  public static boolean isBehind(Exception e) {
    return e instanceof SessionLost || SqlStates.isInterrupted(e);
  }

  /** What has happened to the session, for people. */
  public static String what(Exception e) {
    if (SqlStates.isReadOnly(e)) {
      return "the server takes no changes any more";
    }
    return SqlStates.isCancelled(e)
        ? "a statement of Lockstep's own was cancelled"
        : "the connection to the database broke";
  }

  /** The message of the server or the driver. */
  public static String reason(Throwable e) {
    return LockstepException.in(e)
        .map(LockstepException::text)
        .or(() -> SqlStates.sqlException(e).map(SqlStates::firstLine))
        .orElse(e.toString());
  }

  /** The error of work that is not tried again: {@link ExitCode#UNREACHABLE}. */
  static LockstepException during(String asked, Exception e) {
    return new LockstepException(
            ExitCode.UNREACHABLE,
            asked,
            what(e) + ": " + reason(e),
            "Run the same command again: what is done already is not done twice.")
        .causedBy(e);
  }

  /**
   * The place in a step where the server has ended the session; empty if it has not. Which
   * statement the end of an idle session meets is chance.
   */
  public static Optional<String> place(Exception e) {
    return SqlStates.isIdleTimeout(e)
        ? Optional.of(reason(e))
        : StatementFailed.behind(e)
            .filter(SqlStates::isSessionEnded)
            .map(failed -> StepError.of(failed).where());
  }

  /** The error of a script if the server ends the session in the same statement each time. */
  public static LockstepException each(String asked, RuntimeException e, int times) {
    StepError error = StepError.of(e);
    String why = "the server has ended the session there " + times + " times: " + reason(e);
    String next =
        "Correct the file if it does so itself; else see who ends such sessions, and run again.";
    return new LockstepException(ExitCode.MIGRATION_FAILED, asked + error.where(), why, next)
        .recordedAs(asked + error.place(), why, next)
        .causedBy(e);
  }

  /** The error of a run whose sessions are lost too often: {@link ExitCode#UNREACHABLE}. */
  public static LockstepException tooOften(RuntimeException e, int times) {
    return new LockstepException(
            ExitCode.UNREACHABLE,
            "going on with the run",
            what(e) + " " + times + " times, lastly: " + reason(e),
            (SqlStates.isCancelled(e)
                    ? "See who cancels it (pg_cancel_backend)"
                    : "Check the server and the network")
                + ", and run again; steps that were done are kept.")
        .causedBy(e);
  }
}
