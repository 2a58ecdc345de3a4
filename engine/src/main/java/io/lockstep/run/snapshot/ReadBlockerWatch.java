package io.lockstep.run.snapshot;

import io.lockstep.DaemonTimer;
import io.lockstep.database.Connector;
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

/**
 * Finds the sessions that block a reading session, while it waits: afterwards PostgreSQL does not
 * know them. It connects only if the reading takes long, so that most readings cost nothing.
 */
final class ReadBlockerWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.run");

  private final Connector connector;
  private final Blockers blockers;
  private final ScheduledExecutorService timer;
  private final ScheduledFuture<?> task;

  /**
   * @param watched the server process that may wait
   * @param lockTimeout the monitor looks at least twice within this time
   */
  ReadBlockerWatch(Connector connector, int watched, Duration lockTimeout) {
    this.connector = connector;
    this.blockers = new Blockers(watched);
    this.timer = DaemonTimer.named("lockstep-reading");
    long period = lockTimeout.toMillis() * 2 / 5;
    this.task = timer.scheduleWithFixedDelay(this::look, period, period, TimeUnit.MILLISECONDS);
  }

  private void look() {
    try (Session watcher = connector.open("lockstep watch")) {
      blockers.look(watcher.jdbc());
    } catch (RuntimeException e) {
      log.debug("can't see who blocks", e);
    }
  }

  /** The sessions that were last seen to block, for people. */
  Optional<Blocking> seen() {
    return blockers.seen();
  }

  @Override
  public void close() {
    task.cancel(false);
    timer.shutdownNow();
  }
}
