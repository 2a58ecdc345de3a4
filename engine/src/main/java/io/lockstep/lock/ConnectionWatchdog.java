package io.lockstep.lock;

import io.lockstep.database.ServerSessions;
import io.lockstep.database.Session;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Ends a wait for an answer that can't come any more. A migration's statement may run for hours, so
 * its session has no time limit of its own. If packets are lost without a reset, TCP reports
 * nothing for as long. So this process breaks the connection itself:
 *
 * <ul>
 *   <li>when the lease is lost, because nothing may commit after that; the server is told to end
 *       the session as well, because it would go on with its statement;
 *   <li>when the server no longer has the session;
 *   <li>when the server itself has been waiting for this client for longer than a lease, and than a
 *       run pauses: then its answer, or our request, was lost on the way.
 * </ul>
 */
final class ConnectionWatchdog {
  /** Longer than the longest pause that a run makes between two statements. */
  private static final Duration LEAST_SILENCE = Duration.ofSeconds(15);

  private static final Logger log = LoggerFactory.getLogger(ConnectionWatchdog.class);

  private final Session control;
  private final ServerSessions sessions;
  private final Lease lease;
  private final Session work;

  ConnectionWatchdog(Session control, Lease lease, Session work) {
    this.control = control;
    this.sessions = new ServerSessions(control.jdbc());
    this.lease = lease;
    this.work = work;
  }

  /** Runs on a timer's thread, and must not throw. */
  void look() {
    if (!work.isOpen()) {
      return;
    }
    if (lease.isLost()) {
      log.warn("the lease is lost: ending the session that the migrations run on");
      terminate();
      work.abort();
      return;
    }
    try {
      if (!isServed()) {
        log.warn("the session that the migrations run on is cut off: ending it");
        work.abort();
      }
    } catch (DataAccessException e) {
      log.debug("can't see the other session", e); // the extension notices it, too
    }
  }

  private void terminate() {
    try {
      sessions.terminate(List.of(work.server()));
    } catch (DataAccessException e) {
      log.debug("can't end the other session; whoever has the lock next does", e);
    }
  }

  private boolean isServed() {
    return control
        .jdbc()
        .sql(
            """
            select exists (
              select from %s
               where a.backend_start = :start
                 and not (coalesce(a.state, '') like 'idle%%'
                          and a.state_change < clock_timestamp() - :silence * interval '1 ms'))
            """
                .formatted(ServerSessions.activity(":pid", "a")))
        .param("pid", work.pid())
        .param("start", work.server().start().atOffset(ZoneOffset.UTC))
        .param("silence", silence().toMillis())
        .query(Boolean.class)
        .single();
  }

  private Duration silence() {
    Duration duration = lease.duration();
    return duration.compareTo(LEAST_SILENCE) > 0 ? duration : LEAST_SILENCE;
  }
}
