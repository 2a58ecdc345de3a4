package io.lockstep.functions.page.format;

import java.time.Duration;
import java.util.Locale;

/** Writes a duration in its two largest units. */
public final class DurationFormat {
  private DurationFormat() {}

  /** For a whole number of one unit: 10 s. */
  public static String round(Duration duration) {
    return duration.toMillis() < 1_000
        ? duration.toMillis() + " ms"
        : duration.toSeconds() < 60
            ? duration.toSeconds() + " s"
            : duration.toMinutes() < 60 ? duration.toMinutes() + " min" : duration.toHours() + " h";
  }

  /** For example 1 min 1 s. */
  public static String text(Duration duration) {
    if (duration.toMillis() < 1_000) {
      return duration.toMillis() + " ms";
    }
    if (duration.toSeconds() < 60) {
      // Rounded down, so that 59.97 s does not become 60.0 s.
      return String.format(
          Locale.ROOT, "%d.%d s", duration.toSeconds(), duration.toMillisPart() / 100);
    }
    if (duration.toMinutes() < 60) {
      return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
    }
    return duration.toHours() + " h " + duration.toMinutesPart() + " min";
  }
}
