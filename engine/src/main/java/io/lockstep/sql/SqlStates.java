package io.lockstep.sql;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** The meaning of PostgreSQL's error codes for Lockstep (manual, appendix A). */
public final class SqlStates {
  private static final Set<String> IDLE = Set.of("57P05", "25P03");

  private static final Set<String> SESSION_GONE =
      Set.of("57P01", "57P02", "57P03", "57P05", "25P03");

  /** The role has another password. */
  public static final String WRONG_PASSWORD = "28P01";

  /** A right is missing. */
  public static final String MISSING_RIGHT = "42501";

  /** What to do if the server lacks a resource. */
  public static final String LACKING_ADVICE =
      "Give the server what it lacks (disk, temp_file_limit, memory), and run again.";

  private static final Set<String> NOT_AUTHENTICATED = Set.of("28000", WRONG_PASSWORD);

  /** Conflicts in the catalogs, where no lock helps: XX000 is "tuple concurrently updated". */
  private static final Set<String> CONCURRENT = Set.of("XX000", "23505", "42710");

  private static final Set<String> UNDEFINED =
      Set.of("3F000", "42P01", "42704", "42883"); // schema; table; type, role, extension; function

  /**
   * Classes whose messages name objects, options and words of the statement, and no values of rows.
   * Not among them: 22, which quotes the value that does not fit, but for the two named; P0, a
   * function's own words; HV, another server's; XX, which may say anything.
   */
  private static final Set<String> WITHOUT_ROWS =
      Set.of(
          "08", "0A", "21", "23", "25", "28", "2B", "2D", "3D", "3F", "40", "42", "44", "53", "54",
          "55", "57", "58", "22001", "22012"); // too long for its type; division by zero

  private SqlStates() {}

  /** The SQL error behind an exception. */
  public static Optional<SQLException> sqlException(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof SQLException e && e.getSQLState() != null) {
        return Optional.of(e);
      }
    }
    return Optional.empty();
  }

  /** True if the connection broke, or the server ended the session. */
  public static boolean isSessionGone(Throwable thrown) {
    return sqlException(thrown)
        .map(SQLException::getSQLState)
        .filter(s -> s.startsWith("08") || SESSION_GONE.contains(s))
        .isPresent();
  }

  /** True if the server takes no changes: in recovery, or set to be read only. */
  public static boolean isReadOnly(Throwable thrown) {
    return is(thrown, "25006");
  }

  /**
   * True if a statement is not to blame for its failure: its session is gone, the server takes no
   * changes, or another session has cancelled it.
   */
  public static boolean isInterrupted(Throwable thrown) {
    return isSessionGone(thrown) || isReadOnly(thrown) || isCancelled(thrown);
  }

  /** True if the server reported that it ends the session. */
  public static boolean isSessionEnded(Throwable thrown) {
    return isOneOf(thrown, SESSION_GONE);
  }

  /** True if a limit is reached: max_connections, or that of a role or a database. */
  public static boolean isTooManyConnections(Throwable thrown) {
    return is(thrown, "53300");
  }

  /** True for class 53: the server lacks a resource, most often disk space. */
  public static boolean isResourceLacking(Throwable thrown) {
    return sqlException(thrown).filter(e -> e.getSQLState().startsWith("53")).isPresent();
  }

  /**
   * True if another session was in the way: lock_timeout expired; or the two waited for each other,
   * a deadlock, which the server notices first if deadlock_timeout is shorter; or it changed a row
   * after our transaction began, under an administrator's REPEATABLE READ.
   */
  public static boolean isLockTimeout(Throwable thrown) {
    return is(thrown, "55P03") || is(thrown, "40P01") || is(thrown, "40001");
  }

  /**
   * True if an object is not in the state that a statement needs, such as a partition that is being
   * detached.
   */
  public static boolean isInAnotherState(Throwable thrown) {
    return is(thrown, "55000");
  }

  /** True if statement_timeout expired, or another session called pg_cancel_backend. */
  public static boolean isCancelled(Throwable thrown) {
    return is(thrown, "57014");
  }

  /** True if a text has a character that the database's encoding lacks. */
  public static boolean isUntranslatable(Throwable thrown) {
    return is(thrown, "22P05");
  }

  /**
   * True if the statement can't run in a transaction (VACUUM), or not after a query in it (SET
   * TRANSACTION), or not in a function.
   */
  public static boolean isTransactionRefused(Throwable thrown) {
    return is(thrown, "25001");
  }

  /** True if a procedure or a DO block commits by itself, in a transaction that others began. */
  public static boolean isCommitRefused(Throwable thrown) {
    return is(thrown, "2D000");
  }

  /** True if idle_session_timeout or its like in a transaction expired, which ends the session. */
  public static boolean isIdleTimeout(Throwable thrown) {
    return isOneOf(thrown, IDLE);
  }

  /** True if transaction_timeout expired, which ends the session. */
  public static boolean isTransactionTimeout(Throwable thrown) {
    return is(thrown, "25P04");
  }

  /** True if a table, a view or a sequence does not exist. */
  public static boolean isTableUndefined(Throwable thrown) {
    return is(thrown, "42P01");
  }

  /** True if a table, a view, a sequence or an index of that name exists already. */
  public static boolean isTableThere(Throwable thrown) {
    return is(thrown, "42P07");
  }

  /** True if the database does not exist. */
  public static boolean isDatabaseUndefined(Throwable thrown) {
    return is(thrown, "3D000");
  }

  /** True if a right is missing. */
  public static boolean isForbidden(Throwable thrown) {
    return is(thrown, MISSING_RIGHT);
  }

  /** True if the server refuses at every try: a right is missing, a name is reserved. */
  public static boolean isRefusal(Throwable thrown) {
    return sqlException(thrown).filter(e -> e.getSQLState().startsWith("42")).isPresent();
  }

  /** True if the server does not know the prepared statement any more. */
  public static boolean isPreparedStatementGone(Throwable thrown) {
    return is(thrown, "26000");
  }

  /** True if a schema, a table, a type, a role, a function … in the statement does not exist. */
  public static boolean isUndefined(Throwable thrown) {
    return isOneOf(thrown, UNDEFINED);
  }

  /** True if the server lacks a feature or a file: an extension that is not installed there. */
  public static boolean isNotOnServer(Throwable thrown) {
    return is(thrown, "0A000") || is(thrown, "58P01");
  }

  /** True if another session wrote to the same row of a catalog, or made the same object. */
  public static boolean isConcurrentUpdate(Throwable thrown) {
    return isOneOf(thrown, CONCURRENT);
  }

  /** The server's message, without details. */
  public static String firstLine(Throwable thrown) {
    return sqlException(thrown)
        .map(SQLException::getMessage)
        .flatMap(message -> message.lines().findFirst())
        .orElse("no reason given");
  }

  /**
   * True if the server's message (its first line; the details often do) can't quote a row: its
   * class does not, and it arose in the statement itself. Inside a function or a DO block, where it
   * comes with a context, statements and exceptions are made of values.
   */
  public static boolean isWithoutRows(SQLException e) {
    ServerErrorMessage said = e instanceof PSQLException p ? p.getServerErrorMessage() : null;
    if (said == null) {
      return true; // the driver's own words
    }
    String state = String.valueOf(said.getSQLState());
    return said.getWhere() == null
        && (WITHOUT_ROWS.contains(state.substring(0, 2)) || WITHOUT_ROWS.contains(state));
  }

  /** True if user or password are wrong: waiting helps only if the password may change. */
  public static boolean isNotAuthenticated(SQLException e) {
    return NOT_AUTHENTICATED.contains(String.valueOf(e.getSQLState()));
  }

  /** True if the driver or the server has not let the session begin. */
  public static boolean isRejected(SQLException e) {
    return "08004".equals(e.getSQLState());
  }

  /** True if the password is wrong, and not the role or its host. */
  public static boolean isWrongPassword(SQLException e) {
    return WRONG_PASSWORD.equals(e.getSQLState());
  }

  private static boolean is(Throwable thrown, String state) {
    return isOneOf(thrown, Set.of(state));
  }

  private static boolean isOneOf(Throwable thrown, Set<String> states) {
    return sqlException(thrown).map(SQLException::getSQLState).filter(states::contains).isPresent();
  }
}
