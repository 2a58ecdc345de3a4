package io.lockstep.knative;

import java.time.Duration;

/** Until when a command goes on asking. Measured by a clock that nobody sets. */
final class Deadline {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Duration timeout;
  private final long end;

  private Deadline(Duration timeout) {
    this.timeout = timeout;
    this.end = System.nanoTime() + timeout.toNanos();
  }

  /** From now on. */
  static Deadline in(Duration timeout) {
    return new Deadline(timeout);
  }

  /** What is left; zero or less when it has passed. */
  Duration left() {
    return Duration.ofNanos(end - System.nanoTime());
  }

  /** Waits a moment before the next try; false, at once, when there is no time for one. */
  boolean pause() {
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

  /** As it was given: {@code 90s}, {@code 0s}. */
  @Override
  public String toString() {
    return timeout.toMillis() % 1000 == 0 ? timeout.toSeconds() + "s" : timeout.toMillis() + "ms";
  }
}
