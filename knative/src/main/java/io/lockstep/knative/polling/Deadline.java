package io.lockstep.knative.polling;

import java.time.Duration;

/** The end of a command's polling, by the monotonic clock. */
public final class Deadline {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Duration timeout;
  private final long end;

  private Deadline(Duration timeout) {
    this.timeout = timeout;
    this.end = System.nanoTime() + timeout.toNanos();
  }

  /** A deadline after this time from now. */
  public static Deadline in(Duration timeout) {
    return new Deadline(timeout);
  }

  /** The time that is left; zero or less when the deadline has passed. */
  public Duration left() {
    return Duration.ofNanos(end - System.nanoTime());
  }

  /** Waits a moment before the next try; false, at once, when there is no time for one. */
  public boolean pause() {
    Duration left = left();
    if (left.isNegative() || left.isZero()) {
      return false;
    }
    try {
      Thread.sleep((left.compareTo(PAUSE) < 0 ? left : PAUSE).toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The timeout as it was given: {@code 90s}, {@code 0s}. */
  @Override
  public String toString() {
    return timeout.toMillis() % 1000 == 0 ? timeout.toSeconds() + "s" : timeout.toMillis() + "ms";
  }
}
