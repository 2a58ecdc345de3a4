package io.lockstep.database;

import io.lockstep.CancellableClock;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.database.tls.TlsFailure;
import io.lockstep.sql.Identifier;
import io.lockstep.sql.SqlStates;
import java.io.IOException;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Collectors;
import org.postgresql.Driver;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Opens sessions, and keeps trying while the database can't be reached. */
public final class Connector {
  private static final Logger log = LoggerFactory.getLogger(Connector.class);
  private static final Duration RETRY = Duration.ofMillis(500);

  /** The limit for one try once the server's machine answers; authentication may take a while. */
  private static final Duration LOGIN = Duration.ofSeconds(15);

  private static final Duration SAY_AGAIN = Duration.ofSeconds(10);

  private final Settings settings;
  private final CancellableClock clock;
  private final Duration wait;

  /**
   * @param wait the longest time to keep trying
   */
  public Connector(Settings settings, CancellableClock clock, Duration wait) {
    this.settings = settings;
    this.clock = clock;
    this.wait = wait;
  }

  /** Loads what a first session needs; opens none. */
  public static void load() {
    new Driver().getPropertyInfo("jdbc:postgresql:", new Properties());
    UUID.randomUUID(); // the JVM's security providers
    SessionDataSource.load();
  }

  /** The settings that it connects with. */
  public Settings settings() {
    return settings;
  }

  /** A connector to another database, with the same wait. */
  public Connector to(Settings other) {
    return new Connector(other, clock, wait);
  }

  /** A connector to the same database that tries once, as where it was waited for before. */
  public Connector withoutWait() {
    return new Connector(settings, clock, Duration.ZERO);
  }

  /**
   * Opens a session.
   *
   * @param name the session's application_name
   * @throws LockstepException ({@link ExitCode#UNREACHABLE}) if the database can't be reached in
   *     time
   */
  public Session open(String name) {
    return open(name, SessionStart::of);
  }

  private Session open(String name, Beginning beginning) {
    Duration start = clock.elapsed();
    Duration said = start.minus(SAY_AGAIN);
    while (true) {
      try {
        return tryOpen(name, beginning);
      } catch (SQLException | DataAccessException e) {
        String reason = SqlStates.sqlException(e).map(Connector::reason).orElse(e.toString());
        Duration now = clock.elapsed();
        boolean hopeless = SqlStates.sqlException(e).filter(this::isHopeless).isPresent();
        if (hopeless || now.minus(start).compareTo(wait) >= 0) {
          throw (SqlStates.isTooManyConnections(e)
                  ? full(reason)
                  : unreachable(reason, hopeless, advice(e)))
              .causedBy(e);
        }
        if (now.minus(said).compareTo(SAY_AGAIN) >= 0) {
          log.info("waiting for the database {}: {}", settings, reason);
          said = now;
        }
        clock.pause(RETRY);
      }
    }
  }

  /**
   * True if trying again can't help. It can help with a wrong password from a file: the file may
   * change after the server's password, or before it.
   */
  private boolean isHopeless(SQLException e) {
    boolean mayChange = settings.secret().mayChange() && SqlStates.isWrongPassword(e);
    return (SqlStates.isNotAuthenticated(e) && !mayChange)
        || lacksPassword(e)
        || SqlStates.isForbidden(e);
  }

  /** The driver itself refuses to answer with an empty password. */
  private boolean lacksPassword(SQLException e) {
    return SqlStates.isRejected(e)
        && !settings.secret().mayChange()
        && settings.password().isEmpty()
        && String.valueOf(e.getMessage()).contains("password");
  }

  /** The driver leaves out why an attempt has failed. */
  private static String reason(SQLException e) {
    String said =
        String.valueOf(e.getMessage()).lines().map(String::strip).collect(Collectors.joining("; "));
    if (e.getCause() instanceof UnknownHostException) {
      return said + " No address is known for this host.";
    }
    return e.getCause() instanceof IOException io && !said.contains(String.valueOf(io.getMessage()))
        ? said + " " + io.getMessage()
        : said;
  }

  /**
   * Opens a session of a run, on a server that accepts writes. Its settings are applied unless a
   * pooler may be in between; then ask {@link Pooler} first, and call {@link
   * Session#applySettings}.
   *
   * @param lockTimeout the longest wait of a statement for a lock
   * @param promotionMayCome true if a standby may be about to become a primary, as after a failover
   * @throws LockstepException ({@link ExitCode#REFUSED}) if nothing can be migrated there; {@link
   *     ExitCode#UNREACHABLE}, also if a standby does not become a primary in time
   */
  public Session openPrimary(String name, Duration lockTimeout, boolean promotionMayCome) {
    Duration start = clock.elapsed();
    while (true) {
      Session session = open(name, c -> SessionStart.settled(c, lockTimeout, settings.timeZone()));
      Optional<MigrationBlocker> obstacle = session.obstacle();
      if (obstacle.isEmpty()) {
        return session;
      }
      session.close();
      boolean mayPass = promotionMayCome && obstacle.get() == MigrationBlocker.STANDBY;
      if (!mayPass || clock.elapsed().minus(start).compareTo(wait) >= 0) {
        throw obstacle
            .get()
            .refusal(
                "connecting to " + settings, mayPass ? ExitCode.UNREACHABLE : ExitCode.REFUSED);
      }
      clock.pause(RETRY);
    }
  }

  /** The first statement. */
  @FunctionalInterface
  private interface Beginning {
    SessionStart on(Connection connection) throws SQLException;
  }

  private Session tryOpen(String name, Beginning beginning) throws SQLException {
    PGSimpleDataSource source = settings.dataSource(name);
    source.setSocketTimeout((int) LOGIN.toSeconds());
    Connection connection = source.getConnection();
    try {
      Session session =
          new Session(
              connection,
              beginning.on(connection),
              settings.timeZone(),
              () -> open(name, beginning));
      session.setNetworkTimeout(Duration.ZERO);
      return session;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private LockstepException full(String reason) {
    return new LockstepException(
        ExitCode.UNREACHABLE,
        "connecting to " + settings,
        reason + " (tried for " + wait.toSeconds() + " s)",
        "A run needs two connections: raise max_connections (or the role's or the database's CONNECTION LIMIT), or end sessions that nobody needs, and run again.");
  }

  private LockstepException unreachable(String reason, boolean hopeless, String advice) {
    return new LockstepException(
        ExitCode.UNREACHABLE,
        "connecting to " + settings,
        hopeless ? reason : reason + " (tried for " + wait.toSeconds() + " s)",
        advice);
  }

  private String advice(Exception e) {
    String database = Identifier.quote(settings.database());
    if (SqlStates.isForbidden(e)) {
      return "As the owner or a superuser: GRANT CONNECT ON DATABASE %s TO %s; Then run again."
          .formatted(database, Identifier.quote(settings.user()));
    }
    if (SqlStates.isDatabaseUndefined(e)) {
      return "Make it (CREATE DATABASE %s), or give another one in POSTGRES_DB (or POSTGRES_URI; a tenant's is in the list)."
          .formatted(database);
    }
    if (TlsFailure.isBehind(e)) {
      return "Check POSTGRES_SSLMODE, POSTGRES_SSLROOTCERT, POSTGRES_SSLCERT and POSTGRES_SSLKEY (or"
          + " POSTGRES_URI; a tenant's sslmode is in the list), in the environment or in .env.";
    }
    return "Check POSTGRES_HOST, POSTGRES_PORT, POSTGRES_DB, POSTGRES_USER and POSTGRES_PASSWORD (or"
        + " POSTGRES_URI), in the environment or in .env; and the list, if it is a tenant's.";
  }
}
