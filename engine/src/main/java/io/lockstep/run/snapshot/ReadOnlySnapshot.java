package io.lockstep.run.snapshot;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.catalog.Catalog;
import io.lockstep.database.Connector;
import io.lockstep.database.Session;
import io.lockstep.database.SessionSettings;
import io.lockstep.run.session.ServerRefusals;
import io.lockstep.sql.SqlStates;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Function;
import org.postgresql.PGConnection;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads in one transaction: its statements see the same snapshot, can't write, and wait at most 5 s
 * for a lock. A pooler in transaction mode may be in between.
 */
public final class ReadOnlySnapshot {
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(5);

  private final Connector connector;
  private final Catalog catalog;

  /**
   * @param connector to the database
   * @param catalog the apps whose history tables are named if the role may not read them
   */
  public ReadOnlySnapshot(Connector connector, Catalog catalog) {
    this.connector = connector;
    this.catalog = catalog;
  }

  /**
   * Calls a function that reads, and returns its result.
   *
   * @param sessionName the session's application_name
   * @throws LockstepException {@link ExitCode#UNREACHABLE}; {@link ExitCode#LOCK_NOT_OBTAINED} if
   *     another session locks a table, {@link ExitCode#REFUSED} if the role may not read it
   */
  public <T> T inSnapshot(String sessionName, Function<JdbcClient, T> reading) {
    try (Session session = connector.open(sessionName);
        ReadBlockerWatch watch = new ReadBlockerWatch(connector, session.pid(), LOCK_TIMEOUT)) {
      try {
        // A pooler in transaction mode may not know statements that are prepared on the server.
        session.connection().unwrap(PGConnection.class).setPrepareThreshold(0);
        session.connection().setAutoCommit(false);
        SessionSettings.ofReading(session.connection(), LOCK_TIMEOUT);
        T result = reading.apply(session.jdbc());
        session.connection().rollback();
        return result;
      } catch (SQLException | DataAccessException e) {
        throw problem(e, watch);
      }
    }
  }

  private RuntimeException problem(Exception e, ReadBlockerWatch watch) {
    if (SqlStates.isLockTimeout(e)) {
      return ServerRefusals.lockTimeout(e, "reading " + connector.settings(), watch.seen());
    }
    if (SqlStates.isForbidden(e)) {
      return ServerRefusals.unreadable(e, connector, catalog);
    }
    if (SqlStates.isCancelled(e)) {
      return new LockstepException(
              ExitCode.UNREACHABLE,
              "reading " + connector.settings(),
              SqlStates.firstLine(e),
              "Run the same command again, and see who cancels its statements (pg_cancel_backend).")
          .causedBy(e);
    }
    if (SqlStates.isSessionGone(e)) {
      return new LockstepException(
              ExitCode.UNREACHABLE,
              "reading " + connector.settings(),
              SqlStates.firstLine(e),
              "Run the same command again. A pooler in statement mode lets nothing be read: give a"
                  + " direct connection then.")
          .causedBy(e);
    }
    return e instanceof RuntimeException r ? r : new IllegalStateException(e);
  }
}
