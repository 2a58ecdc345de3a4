package io.lockstep.run;

import io.lockstep.database.Session;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.jdbc.UncategorizedSQLException;

/** A step's transaction, and what its session is told before and after the script. */
final class StepTransaction {
  private StepTransaction() {}

  /**
   * Before a script.
   *
   * @return the number of its transaction, by which the server knows afterwards how that has ended
   */
  static Optional<Long> beforeScript(RunContext context, boolean noTransaction) {
    return context
        .work()
        .surroundings()
        .ofScript(context.schema(), context.retries().lockTimeout(), !noTransaction);
  }

  /**
   * After a script in a transaction: what it has set, its role included, is neither ours nor the
   * next one's.
   *
   * @param transaction in which it was begun
   * @throws ScriptEndedTransaction if that is over
   */
  static void afterScript(Session work, Optional<Long> transaction) {
    try {
      if (!work.surroundings().endOfScript().equals(transaction)) {
        throw new ScriptEndedTransaction();
      }
    } catch (SQLException e) {
      throw new UncategorizedSQLException(
          "ending a script, where deferred constraints are checked", null, e);
    }
  }

  /** After a script without a transaction. */
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

  /** Runs a piece of work in a transaction of its own, which nobody has to hold a lock for. */
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
