package io.lockstep.run.statement;

import java.sql.SQLWarning;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs the server's messages to a script: warnings for every user, notices at debug level. */
final class ServerMessages {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.run");
  private static final String NOTICE = "00000";

  private ServerMessages() {}

  static void tell(SQLWarning message) {
    if (NOTICE.equals(message.getSQLState())) {
      log.debug("{}", message.getMessage());
    } else {
      log.warn("{} (SQLSTATE {})", message.getMessage(), message.getSQLState());
    }
  }
}
