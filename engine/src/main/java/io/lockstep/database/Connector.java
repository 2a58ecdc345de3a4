package io.lockstep.database;

import io.lockstep.Exit;
import io.lockstep.Pace;
import io.lockstep.Problem;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Opens sessions, and keeps trying while the database is away. */
public final class Connector {
  private static final Logger log = LoggerFactory.getLogger(Connector.class);
  private static final Duration RETRY = Duration.ofMillis(500);
  private static final Duration SAY_AGAIN = Duration.ofSeconds(10);

  private final Settings settings;
  private final Pace pace;
  private final Duration wait;

  /**
   * @param wait how long to keep trying
   */
  public Connector(Settings settings, Pace pace, Duration wait) {
    this.settings = settings;
    this.pace = pace;
    this.wait = wait;
  }

  /** Where it connects to. */
  public Settings settings() {
    return settings;
  }

  /** To another database, with the same patience. */
  public Connector to(Settings other) {
    return new Connector(other, pace, wait);
  }

  /**
   * Opens a session.
   *
   * @param name the session's application_name
   * @throws Problem ({@link Exit#UNREACHABLE}) if the database can't be reached in time
   */
  public Session open(String name) {
    Duration start = pace.elapsed();
    Duration said = start.minus(SAY_AGAIN);
    while (true) {
      try {
        return new Session(settings.dataSource(name).getConnection());
      } catch (SQLException | DataAccessException e) {
        String reason =
            SqlStates.sqlException(e).map(SQLException::getMessage).orElse(e.toString());
        Duration now = pace.elapsed();
        boolean hopeless =
            SqlStates.sqlException(e).filter(SqlStates::isNotAuthenticated).isPresent();
        if (hopeless || now.minus(start).compareTo(wait) >= 0) {
          throw unreachable(reason, hopeless).causedBy(e);
        }
        if (now.minus(said).compareTo(SAY_AGAIN) >= 0) {
          log.info("waiting for the database {}: {}", settings, reason);
          said = now;
        }
        pace.pause(RETRY);
      }
    }
  }

  private Problem unreachable(String reason, boolean hopeless) {
    return new Problem(
        Exit.UNREACHABLE,
        "connecting to " + settings,
        hopeless ? reason : reason + " (tried for " + wait.toSeconds() + " s)",
        "Check POSTGRES_HOST, POSTGRES_PORT, POSTGRES_DB, POSTGRES_USER and POSTGRES_PASSWORD, in"
            + " the environment or in .env.");
  }
}
