package io.lockstep.run.step;

import io.lockstep.database.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Advisory locks of scripts that outlive their transaction. The server frees them at the end of a
 * psql session; here the session goes on, and what comes next may take hours while others wait for
 * the lock.
 */
final class SessionLocks {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.run");

  private final Session work;
  private boolean mayBeHeld;

  SessionLocks(Session work) {
    this.work = work;
  }

  /** Looks for such a lock in a script that is to be executed, and returns the script. */
  String in(String sql) {
    mayBeHeld |= sql.contains("advisory") || sql.contains("ADVISORY");
    return sql;
  }

  /**
   * Frees them, between two transactions. Those that a function takes unseen the next script frees.
   */
  void free() {
    if (!mayBeHeld || !work.isOpen()) {
      return;
    }
    mayBeHeld = false;
    try {
      work.jdbc().sql("select pg_catalog.pg_advisory_unlock_all()").query().listOfRows();
    } catch (DataAccessException e) {
      log.debug("the session broke, and its locks are gone with it", e);
    }
  }
}
