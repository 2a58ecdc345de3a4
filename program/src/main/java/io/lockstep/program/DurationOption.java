package io.lockstep.program;

import java.time.Duration;
import org.springframework.boot.convert.DurationStyle;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 500ms}, {@code 30s}, {@code 10m}, or ISO-8601. */
public final class DurationOption {
  /** A limit, so that no sum of times overflows. */
  private static final Duration LONGEST = Duration.ofDays(365);

  private DurationOption() {}

  /**
   * For picocli.
   *
   * @throws TypeConversionException if it is no time, or more than a year
   */
  public static Duration parse(String text) {
    try {
      Duration duration = DurationStyle.detectAndParse(text);
      if (duration.compareTo(LONGEST) > 0) {
        throw new TypeConversionException("'" + text + "' is too long; 365d is the most");
      }
      if (!duration.isNegative()) {
        return duration;
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      // said below
    }
    throw new TypeConversionException("'" + text + "' is no time; write 500ms, 30s or 10m");
  }
}
