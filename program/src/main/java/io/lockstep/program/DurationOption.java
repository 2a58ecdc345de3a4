package io.lockstep.program;

import java.time.Duration;
import org.springframework.boot.convert.DurationStyle;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 500ms}, {@code 30s}, {@code 10m}, or ISO-8601. */
final class DurationOption {
  private DurationOption() {}

  /**
   * For picocli.
   *
   * @throws TypeConversionException if it is no time
   */
  public static Duration parse(String text) {
    try {
      Duration duration = DurationStyle.detectAndParse(text);
      if (!duration.isNegative()) {
        return duration;
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw new TypeConversionException("'" + text + "' is no time; write 500ms, 30s or 10m");
  }
}
