package io.lockstep.run;

import io.lockstep.database.Session;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Looks, while a step runs, who keeps it waiting for a lock; afterwards nobody could say any more.
 * And how far it is, where it takes long.
 */
final class BlockerWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.run");
  private static final long LONGEST_PERIOD_MILLIS = 1000;

  private final Session watcher;
  private final int watched;
  private final ProgressLog progress;
  private final ScheduledFuture<?> task;
  private volatile Optional<String> seen = Optional.empty();

  /**
   * @param watcher a session that is free to ask
   * @param watched the server process that may be waiting
   * @param progress looks with it
   * @param lockTimeout looks at least twice within this time
   */
  BlockerWatch(
      Session watcher,
      int watched,
      ProgressLog progress,
      ScheduledExecutorService timer,
      Duration lockTimeout) {
    this.watcher = watcher;
    this.watched = watched;
    this.progress = progress;
    long period = Math.max(20, Math.min(LONGEST_PERIOD_MILLIS, lockTimeout.toMillis() * 2 / 5));
    this.task = timer.scheduleWithFixedDelay(this::look, period, period, TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      List<String> blockers = blockers();
      Optional<String> now =
          blockers.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", blockers));
      if (now.isPresent() && !now.equals(seen)) {
        log.info("waiting for a lock: {}", now.get());
        seen = now;
      }
      progress.look();
    } catch (DataAccessException e) {
      log.debug("can't see who blocks, or how far the step is", e);
    }
  }

  private List<String> blockers() {
    return watcher
        .jdbc()
        .sql(
            """
            select format('blocked by session %s (%s%s), %s since %s, last statement: %s',
                          pid, usename, case when application_name = '' then '' else ', ' || application_name end,
                          state, to_char(coalesce(xact_start, state_change), 'HH24:MI:SS'),
                          left(regexp_replace(query, '\\s+', ' ', 'g'), 200))
              from pg_catalog.pg_stat_activity
             where pid = any(pg_blocking_pids(:watched))
            """)
        .param("watched", watched)
        .query(String.class)
        .list();
  }

  /** Who was seen to block, last. */
  Optional<String> seen() {
    return seen;
  }

  @Override
  public void close() {
    task.cancel(false);
  }
}
