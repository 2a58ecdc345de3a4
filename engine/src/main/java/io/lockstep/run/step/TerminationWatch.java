package io.lockstep.run.step;

import io.lockstep.CancellableClock;
import io.lockstep.DaemonTimer;
import io.lockstep.database.Session;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Cancels the running step when its grace after SIGTERM is over: a script may take for ever. */
final class TerminationWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.run");
  private static final long PERIOD_MILLIS = 500;

  /** A script may catch a cancellation; after this time of them its session is ended. */
  private static final Duration CANCELLING = Duration.ofSeconds(2);

  private final Session work;
  private final CancellableClock clock;
  private final ScheduledExecutorService timer;
  private final ScheduledFuture<?> looking;
  private Optional<Duration> asked = Optional.empty();
  private volatile boolean cancelled;

  TerminationWatch(Session work, CancellableClock clock) {
    this.work = work;
    this.clock = clock;
    this.timer = DaemonTimer.named("lockstep-ending");
    this.looking =
        timer.scheduleWithFixedDelay(
            this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    if (!clock.isEnding()) {
      return;
    }
    Duration since = asked.orElseGet(clock::elapsed);
    asked = Optional.of(since);
    Duration time = clock.elapsed().minus(since);
    if (time.compareTo(clock.grace().plus(CANCELLING)) >= 0) {
      work.abort(); // the server notices it within a second, and rolls back
    } else if (time.compareTo(clock.grace()) >= 0) {
      if (!cancelled) {
        log.info(
            "asked to end, and the step is still at work after {} s: cancelling its statement",
            clock.grace().toSeconds());
      }
      cancelled = true;
      work.cancel(); // again each time: a script may go on after it
    }
  }

  /** True if a statement was cancelled. */
  boolean hasCancelled() {
    return cancelled;
  }

  @Override
  public void close() {
    looking.cancel(false);
    timer.shutdownNow();
  }
}
