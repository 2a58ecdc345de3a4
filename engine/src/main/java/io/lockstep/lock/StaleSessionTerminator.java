package io.lockstep.lock;

import io.lockstep.CancellableClock;
import io.lockstep.database.ServerSession;
import io.lockstep.database.ServerSessions;
import io.lockstep.database.Session;
import io.lockstep.sql.SqlStates;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Ends the server sessions of a holder that is dead, frozen, or on a lost node, and waits until
 * they are gone. PostgreSQL notices a client's death only when it next reads from the client or
 * writes to it, so the client's statement may still run, in a transaction or not.
 *
 * <p>Sessions are found by process id and start, as the lease's row has them; a script or a pooler
 * may have changed their names.
 */
final class StaleSessionTerminator {
  private static final Logger log = LoggerFactory.getLogger(StaleSessionTerminator.class);
  private static final Duration POLL = Duration.ofMillis(50);

  private final ServerSessions sessions;
  private final CancellableClock clock;
  private final Set<String> refused = new HashSet<>();

  StaleSessionTerminator(Session session, CancellableClock clock) {
    this.sessions = new ServerSessions(session.jdbc());
    this.clock = clock;
  }

  /**
   * Ends them all, but never ours.
   *
   * @param timeout the longest wait for their end: a session ends where its statement looks for
   *     interrupts, which may take a moment
   * @return true if all are gone; if not, the caller must go on waiting
   */
  boolean end(LeaseRow row, Duration timeout) {
    return end(row.sessions(), row.holder(), timeout);
  }

  boolean end(List<ServerSession> stale, String holder, Duration timeout) {
    Duration start = clock.elapsed();
    while (alive(stale, holder) > 0) {
      if (clock.elapsed().minus(start).compareTo(timeout) >= 0) {
        return false;
      }
      clock.pause(POLL);
    }
    return true;
  }

  /** True if this role has turned out to lack the right to end this holder's sessions. */
  boolean isRefused(String holder) {
    return refused.contains(holder);
  }

  /** Counts those that are alive, and tells them to end where this role may do so. */
  private int alive(List<ServerSession> stale, String holder) {
    if (refused.contains(holder)) {
      return sessions.alive(stale);
    }
    try {
      return sessions.terminate(stale);
    } catch (DataAccessException e) {
      if (!SqlStates.isForbidden(e)) {
        throw e;
      }
      refused.add(holder);
      log.warn(
          "the sessions of {} belong to another role, which this one may not end; waiting until they"
              + " end by themselves",
          holder);
      return sessions.alive(stale);
    }
  }
}
