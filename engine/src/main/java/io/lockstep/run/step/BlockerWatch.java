package io.lockstep.run.step;

import io.lockstep.database.Session;
import io.lockstep.run.session.Blockers;
import io.lockstep.run.session.Blocking;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Watches a running step: finds the sessions that block it, which PostgreSQL does not know
 * afterwards, and logs the progress of a long one.
 */
final class BlockerWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.run");
  private static final long LONGEST_PERIOD_MILLIS = 1000;

  private final Session watcher;
  private final Blockers blockers;
  private final ProgressLog progress;
  private final ScheduledFuture<?> task;

  /**
   * @param watcher an idle session to ask
   * @param watched the server process that may wait
   * @param progress is called as often as this looks
   * @param lockTimeout the watch looks at least twice within this time
   */
  BlockerWatch(
      Session watcher,
      int watched,
      ProgressLog progress,
      ScheduledExecutorService timer,
      Duration lockTimeout) {
    this.watcher = watcher;
    this.blockers = new Blockers(watched);
    this.progress = progress;
    long period = Math.max(20, Math.min(LONGEST_PERIOD_MILLIS, lockTimeout.toMillis() * 2 / 5));
    this.task = timer.scheduleWithFixedDelay(this::look, period, period, TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      blockers.look(watcher.jdbc());
      progress.look();
    } catch (DataAccessException e) {
      log.debug("can't see who blocks, or how far the step is", e);
    }
  }

  /** The sessions that were last seen to block, for people. */
  Optional<Blocking> seen() {
    return blockers.seen();
  }

  @Override
  public void close() {
    task.cancel(false);
  }
}
