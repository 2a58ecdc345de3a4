package io.lockstep.lock;

import io.lockstep.Pace;
import io.lockstep.database.Session;
import io.lockstep.database.SqlStates;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Ends the server sessions of a holder that is dead, frozen, or on a lost node. PostgreSQL notices
 * a client's death only when it next reads from or writes to it, so its statement may still be
 * running; {@code pg_terminate_backend} is allowed to any member of the session's role.
 */
final class DeadSessions {
  private static final Logger log = LoggerFactory.getLogger(DeadSessions.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(50);

  private final Session session;
  private final Pace pace;
  private final Set<String> beyondUs = new HashSet<>();

  DeadSessions(Session session, Pace pace) {
    this.session = session;
    this.pace = pace;
  }

  /**
   * Ends those of a holder that has let its lease run out.
   *
   * @return false if there were none, or they live on: the caller must go on waiting
   */
  boolean endFrozen(LeaseRow row) {
    if (beyondUs.contains(row.token())) {
      return false;
    }
    log.warn(
        "the lease of {} has run out, but its session lives: it is frozen or cut off; ending its session",
        row.holder());
    return end(row);
  }

  /**
   * Ends them all, but never ours, and waits until the server has rolled their work back.
   *
   * @return whether there were some, and all have ended
   */
  boolean end(LeaseRow row) {
    Duration start = pace.elapsed();
    boolean ended = false;
    try {
      while (terminate(row) > 0) {
        ended = true;
        if (pace.elapsed().minus(start).compareTo(PATIENCE) >= 0) {
          return false;
        }
        pace.pause(POLL);
      }
      return ended;
    } catch (DataAccessException e) {
      if (!SqlStates.isForbidden(e)) {
        throw e;
      }
      beyondUs.add(row.token());
      log.warn(
          "the sessions of {} belong to another role and can't be ended; the fence keeps them from committing",
          row.holder());
      return false;
    }
  }

  private int terminate(LeaseRow row) {
    return session
        .jdbc()
        .sql(
            """
            select count(pg_terminate_backend(pid))
              from pg_catalog.pg_stat_activity
             where pid <> pg_backend_pid()
               and (application_name = :name or (pid = :pid and backend_start = :start))
            """)
        .param("name", Holder.sessionName(row.token()))
        .param("pid", row.sessionPid())
        .param("start", row.sessionStart().atOffset(ZoneOffset.UTC))
        .query(Integer.class)
        .single();
  }
}
