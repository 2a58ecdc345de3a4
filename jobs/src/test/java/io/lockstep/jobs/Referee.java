package io.lockstep.jobs;

import io.lockstep.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Takes the session lock between two runs, sooner than those who wait for it, so that nobody begins
 * while the database is looked at.
 */
final class Referee implements AutoCloseable {
  /** MigrationLock's. */
  private static final long KEY = 0x6C6F636B73746570L;

  private final Connection connection;
  private final JdbcClient jdbc;

  Referee(TestDatabase database) {
    try {
      this.connection = database.connect();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    this.jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
  }

  /** Its one connection. */
  JdbcClient jdbc() {
    return jdbc;
  }

  /** Looks as soon as nobody has the lock. */
  void look(Runnable look) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(3))
        .until(() -> ask("select pg_try_advisory_lock(:key)"));
    try {
      look.run();
    } finally {
      ask("select pg_advisory_unlock(:key)");
    }
  }

  /** Whether a statement of a dead process still runs: its transaction is open. */
  boolean anOrphanRuns() {
    return Sessions.count(jdbc, "xact_start is not null") > 0;
  }

  private boolean ask(String question) {
    return jdbc.sql(question).param("key", KEY).query(Boolean.class).single();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
