package io.lockstep.run.statement;

import io.lockstep.sql.SqlStates;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What PostgreSQL says about an error beside its message. It quotes rows, so it goes to the run's
 * log and nowhere else.
 */
public final class ServerDetails {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.run");

  private ServerDetails() {}

  /** Logs it, if the error is the server's. */
  public static void log(Throwable thrown) {
    SqlStates.sqlException(thrown)
        .map(e -> e instanceof PSQLException p ? p.getServerErrorMessage() : null)
        .ifPresent(ServerDetails::log);
  }

  private static void log(ServerErrorMessage said) {
    log("DETAIL", said.getDetail());
    log("HINT", said.getHint());
    log("CONTEXT", said.getWhere());
  }

  private static void log(String name, @Nullable String text) {
    if (text != null) {
      text.lines().forEach(line -> log.warn("PostgreSQL's {}: {}", name, line));
    }
  }
}
