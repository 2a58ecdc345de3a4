package io.lockstep;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The real time. {@link #stop()} (SIGTERM) ends waits at once; a running step gets some seconds.
 */
public final class ProcessClock implements CancellableClock {
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Supplier<Duration> uptime;
  private final Optional<Duration> grace;

  /** The clock of this process, with the default grace. */
  public ProcessClock() {
    this(Optional.empty());
  }

  /**
   * The clock of this process.
   *
   * @param grace the time that a running step still gets after SIGTERM, if not the default
   */
  public ProcessClock(Optional<Duration> grace) {
    // Monotonic; ProcessHandle uses the wall clock, and is a second off.
    this(() -> Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime()), grace);
  }

  /** The clock of a process with this uptime. */
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

  /** Asks the process to end; returns at once. */
  public void stop() {
    stopped.countDown();
  }

  /** The JVM runs a signal's handler, which waits for the end, on a thread named after it. */
  @Override
  public String endingReason() {
    Pattern handler = Pattern.compile("(SIG[A-Z]+) handler");
    return Thread.getAllStackTraces().keySet().stream()
        .map(thread -> handler.matcher(thread.getName()))
        .filter(Matcher::matches)
        .findFirst()
        .map(signal -> "asked to end (" + signal.group(1) + ")")
        .orElseGet(CancellableClock.super::endingReason);
  }

  private LockstepException terminated() {
    return new LockstepException(
        ExitCode.TERMINATED,
        endingReason(),
        "no further step is begun",
        "Run the same command again to go on from here.");
  }
}
