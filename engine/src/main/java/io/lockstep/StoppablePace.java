package io.lockstep;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Real time, ended by {@link #stop()} (SIGTERM): waits end at once, steps under way do not. */
public final class StoppablePace implements Pace {
  private final CountDownLatch stopped = new CountDownLatch(1);

  @Override
  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime());
  }

  @Override
  public void pause(Duration duration) {
    try {
      if (stopped.await(duration.toMillis(), TimeUnit.MILLISECONDS)) {
        throw terminated();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw terminated();
    }
  }

  @Override
  public void checkpoint() {
    if (stopped.getCount() == 0) {
      throw terminated();
    }
  }

  /** Asks for the end; returns at once. */
  public void stop() {
    stopped.countDown();
  }

  private static Problem terminated() {
    return new Problem(
        Exit.TERMINATED,
        "asked to end (SIGTERM)",
        "no further step is begun",
        "Run the same command again to go on from here.");
  }
}
