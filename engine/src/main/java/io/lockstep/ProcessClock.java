package io.lockstep;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Real time, ended by {@link #stop()} (SIGTERM): waits end at once, a step under way has some
 * seconds.
 */
public final class ProcessClock implements CancellableClock {
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Supplier<Duration> uptime;
  private final Optional<Duration> grace;

  /** Of this process. */
  public ProcessClock() {
    this(Optional.empty());
  }

  /**
   * Of this process.
   *
   * @param grace how long a step under way may still take, if otherwise than usual
   */
  public ProcessClock(Optional<Duration> grace) {
    // By the monotonic clock; ProcessHandle goes by the wall clock, and is a second off.
    this(() -> Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime()), grace);
  }

  /** As if the process had been there for this long. */
  public ProcessClock(Supplier<Duration> uptime) {
    this(uptime, Optional.empty());
  }

  private ProcessClock(Supplier<Duration> uptime, Optional<Duration> grace) {
    this.uptime = uptime;
    this.grace = grace;
  }

  @Override
  public Duration grace() {
    return grace.orElseGet(CancellableClock.super::grace);
  }

  @Override
  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime());
  }

  @Override
  public Duration uptime() {
    return uptime.get();
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
    if (isEnding()) {
      throw terminated();
    }
  }

  @Override
  public boolean isEnding() {
    return stopped.getCount() == 0;
  }

  /** Asks for the end; returns at once. */
  public void stop() {
    stopped.countDown();
  }

  private static LockstepException terminated() {
    return new LockstepException(
        ExitCode.TERMINATED,
        "asked to end (SIGTERM)",
        "no further step is begun",
        "Run the same command again to go on from here.");
  }
}
