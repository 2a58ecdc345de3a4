package io.lockstep.functions.page.format;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/**
 * A time in UTC, to the second.
 *
 * @param machine for the attribute {@code datetime}
 * @param date for people
 * @param time for people
 */
public record UtcTimestamp(String machine, String date, String time) {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

  /** The second that it is in. */
  public static UtcTimestamp of(Instant instant) {
    return new UtcTimestamp(
        instant.truncatedTo(ChronoUnit.SECONDS).toString(),
        DATE.format(instant),
        TIME.format(instant));
  }
}
