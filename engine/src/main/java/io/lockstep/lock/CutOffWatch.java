package io.lockstep.lock;

import io.lockstep.database.Session;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Ends a wait for an answer that can't come any more. A migration's statement may run for hours, so
 * that its session has no time limit of its own; and where packets are lost without a reset, TCP
 * says nothing for as long. So the session is broken from this side:
 *
 * <ul>
 *   <li>when the lease is lost, since nothing may commit after that;
 *   <li>when the server no longer has the session;
 *   <li>when it has passed the fence, and the server waits for a commit that does not come: the
 *       lease can't be extended until it has ended;
 *   <li>when the server itself has been waiting for us on it for longer than a lease: then its
 *       answer, or our question, was lost on the way.
 * </ul>
 */
final class CutOffWatch {
  /** Longer than a run ever pauses between two statements by itself. */
  private static final Duration LEAST_SILENCE = Duration.ofSeconds(15);

  private static final Logger log = LoggerFactory.getLogger(CutOffWatch.class);

  private final Session control;
  private final Lease lease;
  private final Session work;

  CutOffWatch(Session control, Lease lease, Session work) {
    this.control = control;
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
      work.abort();
      return;
    }
    try {
      if (!isServed()) {
        log.warn("the session that the migrations run on is cut off: ending it");
        work.abort();
      }
    } catch (DataAccessException e) {
      log.debug("can't see the other session", e); // the lease's extension notices, too
    }
  }

  private boolean isServed() {
    return control
        .jdbc()
        .sql(
            """
            select exists (
              select from pg_catalog.pg_stat_activity
               where pid = :pid
                 and not (coalesce(state, '') like 'idle%'
                          and state_change < clock_timestamp() - make_interval(secs => :silence))
                 and not (coalesce(state, '') like 'idle in transaction%' and :blocked))
            """)
        .param("pid", work.pid())
        .param("silence", silence().toSeconds())
        .param("blocked", lease.isBlocked())
        .query(Boolean.class)
        .single();
  }

  private Duration silence() {
    Duration duration = lease.duration();
    return duration.compareTo(LEAST_SILENCE) > 0 ? duration : LEAST_SILENCE;
  }
}
