package io.lockstep.functions.page.format;

import java.time.Duration;
import java.util.Locale;

/** Writes a duration in its two largest units. */
public final class DurationFormat {
  private DurationFormat() {}

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
