package io.lockstep.run;

import io.lockstep.database.Session;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.jdbc.UncategorizedSQLException;

/** A step's transaction, and what its session is told before and after the script. */
final class StepTransaction {
  private StepTransaction() {}

  /**
   * Before a script. Outside a transaction its lock waits have no limit: CREATE INDEX CONCURRENTLY
   * waits for old transactions while it blocks nobody, and would leave an INVALID index behind if
   * it gave up.
   */
  static void beforeScript(RunContext context, boolean noTransaction) {
    Duration lockTimeout = noTransaction ? Duration.ZERO : context.retries().lockTimeout();
    context.work().surroundings().ofScript(context.schema(), lockTimeout, !noTransaction);
  }

  /** After a script: what it has set, its role included, is neither ours nor the next one's. */
  static void afterScript(Session work) {
    try {
      work.surroundings().ofOwnStatements();
    } catch (SQLException e) {
      throw new UncategorizedSQLException("ending a script", null, e);
    }
  }

  /** After a script without a transaction that has failed, or whose session has. */
  static void afterFailedScript(Session work, Exception because) {
    try {
      work.surroundings().ofOwnStatements();
    } catch (SQLException e) {
      because.addSuppressed(e); // the session is gone, and its settings with it
    }
  }

  /** Runs a piece of work in a transaction of its own. */
  static void run(Session work, Runnable body) throws SQLException {
    call(
        work,
        () -> {
          body.run();
          return true;
        });
  }

  /** Runs a piece of work that has a result in a transaction of its own. */
  static <T> T call(Session work, Supplier<T> body) throws SQLException {
    Connection connection = work.connection();
    connection.setAutoCommit(false);
    try {
      T result = body.get();
      connection.commit();
      return result;
    } catch (RuntimeException | SQLException e) {
      rollBack(connection, e);
      throw e;
    } finally {
      if (!connection.isClosed()) {
        connection.setAutoCommit(true);
      }
    }
  }

  private static void rollBack(Connection connection, Exception because) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      because.addSuppressed(e); // the connection is gone, and the transaction with it
    }
  }
}
