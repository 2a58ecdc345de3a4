package io.lockstep.jobs;

import io.lockstep.Patience;
import io.lockstep.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Takes the session lock between two runs, sooner than those who wait for it, so that nobody begins
 * while the database is looked at.
 */
final class Referee implements AutoCloseable {
  /** MigrationLock's. */
  private static final long KEY = 0x6C6F636B73746570L;

  private static final String NAME = "referee";

  private final Connection connection;
  private final JdbcClient jdbc;

  Referee(TestDatabase database) {
    try {
      this.connection = connect(database);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    this.jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
  }

  /** As nobody whose sessions are looked at. */
  static Connection connect(TestDatabase database) throws SQLException {
    Connection connection = database.connect();
    connection.setClientInfo("ApplicationName", NAME);
    return connection;
  }

  /** The lease's row. */
  record Lease(String holder, String token, OffsetDateTime until) {}

  /** Who has the lease now. */
  Optional<Lease> lease() {
    return ThirtySet.exists(jdbc, "lockstep.lease")
        ? jdbc.sql("select holder, token, lock_until as until from lockstep.lease")
            .query(Lease.class)
            .optional()
        : Optional.empty();
  }

  /** Its one connection. */
  JdbcClient jdbc() {
    return jdbc;
  }

  /**
   * Looks as soon as nobody has the lock.
   *
   * @return what was seen
   */
  <T> T look(Supplier<T> look) {
    Patience.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> ask("select pg_try_advisory_lock(:key)"));
    try {
      return look.get();
    } finally {
      ask("select pg_advisory_unlock(:key)");
    }
  }

  /** Whether a statement of a dead process still runs: its transaction is open. */
  boolean anOrphanRuns() {
    return jdbc.sql(
            """
            select exists (select from pg_stat_activity
                            where datname = current_database() and backend_type = 'client backend'
                              and application_name <> :name and xact_start is not null)
            """)
        .param("name", NAME)
        .query(Boolean.class)
        .single();
  }

  private boolean ask(String question) {
    return jdbc.sql(question).param("key", KEY).query(Boolean.class).single();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
