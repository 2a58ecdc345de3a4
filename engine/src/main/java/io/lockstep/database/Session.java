package io.lockstep.database;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.sql.SimpleProtocol;
import io.lockstep.sql.SqlStates;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.postgresql.PGConnection;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** One server session, held until it is closed. There is no pool, since a run needs only two. */
public final class Session implements AutoCloseable {
  private final SessionDataSource dataSource;
  private final JdbcClient jdbc;
  private final String timeZone;
  private final Supplier<Session> login;
  private volatile Connection connection;
  private volatile SessionStart start;
  private Optional<SessionSettings> sessionSettings;
  private boolean outdated;

  /**
   * @param login opens another one like it
   */
  Session(Connection connection, SessionStart start, String timeZone, Supplier<Session> login) {
    this.connection = connection;
    this.dataSource = new SessionDataSource(connection);
    this.jdbc = JdbcClient.create(dataSource);
    this.start = start;
    this.timeZone = timeZone;
    this.login = login;
    this.sessionSettings = start.sessionSettings();
  }

  /** Runs statements on a connection that the caller opened and will close. */
  public static JdbcClient jdbcOn(Connection connection) {
    return JdbcClient.create(new SingleConnectionDataSource(connection, true));
  }

  /** Runs statements, each committed by itself unless a transaction was begun. */
  public JdbcClient jdbc() {
    return jdbc;
  }

  /** The session as a data source whose connections are all this one and survive close(). */
  public SingleConnectionDataSource dataSource() {
    return dataSource;
  }

  /**
   * Commits in the same message as a query of ours, so that nothing comes between the two.
   *
   * @param check fails if nothing may be committed
   * @throws SQLException if the check or the commit failed; the caller must then roll back
   */
  public void commitIf(String check) throws SQLException {
    new SimpleProtocol(connection).run(check + "; COMMIT");
  }

  /**
   * Executes work with statements that the server keeps prepared, so that it parses and plans them
   * once for the session. If a script has taken them away, the work fails and begins again: let it
   * be a transaction.
   */
  public <T> T prepared(Work<T> work) throws SQLException {
    PGConnection server = connection.unwrap(PGConnection.class);
    server.setPrepareThreshold(1);
    try {
      return work.result();
    } catch (SQLException | RuntimeException e) {
      if (SqlStates.isPreparedStatementGone(e)) {
        return work.result();
      }
      throw e;
    } finally {
      server.setPrepareThreshold(0);
    }
  }

  /**
   * Work on the session.
   *
   * @param <T> its result
   */
  @FunctionalInterface
  public interface Work<T> {
    /** Does the work. */
    T result() throws SQLException;
  }

  /** The raw connection. */
  public Connection connection() {
    return connection;
  }

  /**
   * Makes it a session of a run, fit for Lockstep's own statements, unless it is one already. Don't
   * call it through a pooler that may pass its settings on to other clients.
   *
   * @param lockTimeout the longest wait of a statement for a lock
   */
  public void applySettings(Duration lockTimeout) {
    if (sessionSettings.isPresent()) {
      return;
    }
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(SessionQuery.of(connection, lockTimeout, "false"))) {
      row.next();
      SessionSettings found = new SessionSettings(connection, row, timeZone);
      found.ofOwnStatements();
      sessionSettings = Optional.of(found);
    } catch (SQLException e) {
      throw new UncategorizedSQLException("setting up a session", null, e);
    }
  }

  /** Notes that a login may find other things by now than this session has. */
  public void outdate() {
    outdated = true;
  }

  /** True if a login may find other things by now. */
  public boolean isOutdated() {
    return outdated || sessionSettings.filter(SessionSettings::isOutdated).isPresent();
  }

  /**
   * Logs in again, and goes on with the new server session. The one before must have ended.
   *
   * @param lockTimeout the longest wait of a statement for a lock
   * @throws LockstepException if the database can't be reached any more, or takes no changes
   */
  public void logInAgain(Duration lockTimeout) {
    Session fresh = login.get();
    fresh.obstacle().ifPresent(found -> refuse(fresh, found));
    dataSource.goOnWith(fresh.connection);
    connection = fresh.connection;
    start = fresh.start;
    sessionSettings = fresh.sessionSettings;
    outdated = false;
    applySettings(lockTimeout);
  }

  private static void refuse(Session fresh, MigrationBlocker found) {
    fresh.close();
    throw found
        .refusal(
            "logging in again after a script",
            found == MigrationBlocker.STANDBY ? ExitCode.UNREACHABLE : ExitCode.MIGRATION_FAILED)
        .with("Steps that were done are kept.");
  }

  /** The settings around scripts and around Lockstep's own statements. */
  public SessionSettings sessionSettings() {
    return sessionSettings.orElseThrow(
        () -> new IllegalStateException("the session has no settings yet"));
  }

  /** The server process of the session. */
  public int pid() {
    return start.server().pid();
  }

  /** The session as the server knows it. */
  public ServerSession server() {
    return start.server();
  }

  /** True if Lockstep's own tables existed when the session began. */
  public boolean hasLockstepSchema() {
    return start.ownTables();
  }

  /** True if the server is a standby. */
  public boolean isStandby() {
    return start.obstacle().filter(MigrationBlocker.STANDBY::equals).isPresent();
  }

  Optional<MigrationBlocker> obstacle() {
    return start.obstacle();
  }

  /**
   * Counts the session as broken when an answer takes longer than this; zero is no limit. If the
   * network drops packets silently, nothing else would ever end the wait.
   */
  public void setNetworkTimeout(Duration limit) {
    try {
      connection.setNetworkTimeout(Runnable::run, Math.toIntExact(limit.toMillis()));
    } catch (SQLException e) {
      throw new DataAccessResourceFailureException("the session broke", e);
    }
  }

  /** Breaks the connection; a waiting thread gets an error at once. Any thread may call this. */
  public void abort() {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      LoggerFactory.getLogger(Session.class).debug("aborting a broken session", e);
    }
  }

  /**
   * Asks the server to end the active statement, which then fails with SQLSTATE 57014. Any thread
   * may call this.
   */
  public void cancel() {
    try {
      connection.unwrap(PGConnection.class).cancelQuery();
    } catch (SQLException e) {
      LoggerFactory.getLogger(Session.class).debug("can't cancel a statement", e);
    }
  }

  /** False once the driver has seen the connection break. */
  public boolean isOpen() {
    try {
      return !connection.isClosed();
    } catch (SQLException e) {
      return false;
    }
  }

  /** Closes it; a session that is broken already counts as closed. */
  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      LoggerFactory.getLogger(Session.class).debug("closing a broken session", e);
    }
  }
}
