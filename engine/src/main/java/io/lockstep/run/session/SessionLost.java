package io.lockstep.run.session;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.run.report.StepError;
import io.lockstep.run.statement.StatementFailed;
import io.lockstep.sql.SqlStates;

/** The connection broke in the middle of a run; what has committed must be looked up again. */
public final class SessionLost extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SessionLost(Throwable cause) {
    super(cause);
  }

  /** Whether this error is because of a broken connection. */
  public static boolean isBehind(Exception e) {
    return e instanceof SessionLost || SqlStates.isSessionGone(e);
  }

  /** What the driver or the server said. */
  public static String reason(Throwable e) {
    return LockstepException.in(e)
        .map(LockstepException::text)
        .or(() -> SqlStates.sqlException(e).map(SqlStates::firstLine))
        .orElse(e.toString());
  }

  /** The end of work that is not taken up again: {@link ExitCode#UNREACHABLE}. */
  static LockstepException during(String asked, Exception e) {
    return new LockstepException(
            ExitCode.UNREACHABLE,
            asked,
            "the connection to the database broke: " + reason(e),
            "Run the same command again: what is done already is not done twice.")
        .causedBy(e);
  }

  /** In which statement of a script the server has ended the session; empty if it has not. */
  public static String statement(Exception e) {
    return StatementFailed.behind(e)
        .filter(SqlStates::isSessionEnded)
        .map(failed -> StepError.of(failed).where())
        .orElse("");
  }

  /** The end of a run whose session the server ends in one statement: its script's fault. */
  public static LockstepException each(String asked, RuntimeException e, int times) {
    return new LockstepException(
            ExitCode.MIGRATION_FAILED,
            asked,
            "the server has ended the session there " + times + " times: " + reason(e),
            "Correct the file if it does so itself; else see who ends such sessions, and run again.")
        .causedBy(e);
  }

  /** The end of a run whose connection breaks again and again: {@link ExitCode#UNREACHABLE}. */
  public static LockstepException tooOften(RuntimeException e, int times) {
    return new LockstepException(
            ExitCode.UNREACHABLE,
            "going on with the run",
            "the connection to the database broke " + times + " times, lastly: " + reason(e),
            "Check the server and the network, and run again; steps that were done are kept.")
        .causedBy(e);
  }
}
