package io.lockstep.sql;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A row that Lockstep must write is not there: the server has refused it; or it has reported no
 * error and written none, as where a trigger returns null or a rule does nothing instead.
 */
public final class RowNotWritten extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private RowNotWritten(String message) {
    super(message);
  }

  private RowNotWritten(String message, SQLException cause) {
    super(message, cause);
  }

  /**
   * Checks how many rows a statement has written that must write one.
   *
   * @param tables the table, or all of them where the statement has several
   * @throws RowNotWritten unless it is one
   */
  public static void unlessOne(int rows, String tables) {
    unless(rows == 1, tables);
  }

  /**
   * Checks whether all rows were written.
   *
   * @throws RowNotWritten if they were not
   */
  public static void unless(boolean written, String tables) {
    if (!written) {
      throw in(tables);
    }
  }

  /** The server has reported no error, and the row is not in the table. */
  public static RowNotWritten in(String tables) {
    return new RowNotWritten(
        "a row of Lockstep's was not written to "
            + tables
            + ", though PostgreSQL reported no error: a trigger or a rule may drop it, or row-level security hide it");
  }

  /** The server has refused the row. */
  public static RowNotWritten refused(String tables, SQLException because) {
    return new RowNotWritten("a row of Lockstep's could not be written to " + tables, because);
  }

  /** The first one among an exception and its causes. */
  public static Optional<RowNotWritten> behind(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof RowNotWritten found) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  /** What is not written; of another exception the server's words. */
  public static String reason(Exception e) {
    return behind(e).map(RowNotWritten::what).orElseGet(() -> SqlStates.firstLine(e));
  }

  /** What is not written, and where, without the server's words. */
  public String what() {
    return String.valueOf(getMessage());
  }

  /** What to do where a script may have made what is in the way. */
  public String adviceForScript() {
    return "Correct the file if the script itself keeps it out. Else: " + advice();
  }

  /** What to do. */
  public String advice() {
    return getCause() == null
        ? "Let that trigger, rule or policy keep Lockstep's rows, and run again."
        : "Remove what keeps it out there (a trigger, a rule, a constraint?), and run again.";
  }

  /** The error of what has not begun. */
  public LockstepException refusal(String asked) {
    String why =
        what() + Optional.ofNullable(getCause()).map(e -> ": " + SqlStates.firstLine(e)).orElse("");
    return new LockstepException(ExitCode.REFUSED, asked, why, advice()).causedBy(this);
  }
}
