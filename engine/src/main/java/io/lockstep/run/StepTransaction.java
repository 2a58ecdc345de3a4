package io.lockstep.run;

import io.lockstep.database.Identifier;
import io.lockstep.database.Session;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Supplier;

/** What every step's session is told before its script runs. */
final class StepTransaction {
  private StepTransaction() {}

  /**
   * Limits how long a statement may queue for a lock, for this transaction only. Outside a
   * transaction there is no limit: CREATE INDEX CONCURRENTLY waits for old transactions while it
   * blocks nobody, and would leave an INVALID index behind if it gave up.
   */
  static void limitLockWaits(Connection connection, Duration timeout, boolean noTransaction) {
    Session.jdbcOn(connection)
        .sql("select set_config('lock_timeout', :timeout, :local)")
        .param("timeout", noTransaction ? "0" : timeout.toMillis() + "ms")
        .param("local", !noTransaction)
        .query()
        .singleRow();
  }

  /** Puts the schema first in the search path, as Flyway does for the steps that it runs. */
  static void searchIn(Session work, String schema, boolean local) {
    work.jdbc()
        .sql(
            "select set_config('search_path', :schema || ', ' || current_setting('search_path'), :local)")
        .param("schema", Identifier.quote(schema))
        .param("local", local)
        .query()
        .singleRow();
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
