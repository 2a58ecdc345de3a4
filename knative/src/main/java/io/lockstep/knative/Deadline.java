package io.lockstep.knative;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** Until when a command goes on asking. Measured by a clock that nobody sets. */
final class Deadline {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,6})(ms|s|m|h)");
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

  /** Reads {@code 500ms}, {@code 30s}, {@code 10m} or {@code 1h}; for picocli. */
  static Duration timeout(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException("'" + text + "' is no time; write 500ms, 30s or 10m");
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
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
