package io.lockstep.scaffold;

import java.math.BigInteger;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version after another one, in the same form: a number in the same width, a time (in UTC)
 * after a time, and for {@code 1.9} a higher last part, {@code 1.10}. It is always higher than the
 * other.
 */
final class NextVersion {
  /** An app's first version. */
  static final String FIRST = "0001";

  private static final Pattern LAST_NUMBER = Pattern.compile("(.*?)([0-9]+)");

  /** golang-migrate's {@code -format unix}: seconds since 1970, from 2001 to 2286. */
  private static final Pattern UNIX_SECONDS = Pattern.compile("[1-9][0-9]{9}");

  /** A counter as wide as a time would have to be very high to look like one. */
  private static final LocalDate OLDEST = LocalDate.of(1995, 1, 1);

  private final Clock clock;

  NextVersion(Clock clock) {
    this.clock = clock;
  }

  /** The version after this one, which is in the form of the file's name. */
  String after(String version) {
    return time(version, "uuuuMMddHHmmss", ChronoUnit.SECONDS)
        .or(() -> time(version, "uuuuMMddHHmm", ChronoUnit.MINUTES))
        .or(() -> time(version, "uuuuMMdd", ChronoUnit.DAYS))
        .or(() -> seconds(version))
        .orElseGet(() -> counted(version));
  }

  private Optional<String> time(String version, String pattern, TemporalUnit unit) {
    if (version.length() != pattern.length()) {
      return Optional.empty();
    }
    DateTimeFormatter format = format(pattern);
    try {
      LocalDateTime last = LocalDateTime.parse(version, format);
      LocalDateTime now = LocalDateTime.now(clock.withZone(ZoneOffset.UTC));
      return Optional.of(later(last.plus(1, unit), now).format(format))
          .filter(next -> !last.toLocalDate().isBefore(OLDEST));
    } catch (DateTimeParseException e) {
      return Optional.empty(); // a number
    }
  }

  private static DateTimeFormatter format(String pattern) {
    return new DateTimeFormatterBuilder()
        .appendPattern(pattern)
        .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
        .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
        .toFormatter()
        .withResolverStyle(ResolverStyle.STRICT);
  }

  private static LocalDateTime later(LocalDateTime one, LocalDateTime other) {
    return one.isAfter(other) ? one : other;
  }

  private Optional<String> seconds(String version) {
    return UNIX_SECONDS.matcher(version).matches()
        ? Optional.of(
            String.valueOf(Math.max(Long.parseLong(version) + 1, clock.instant().getEpochSecond())))
        : Optional.empty();
  }

  private static String counted(String version) {
    Matcher parts = LAST_NUMBER.matcher(version);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not a version: " + version);
    }
    String number = parts.group(2);
    String next = new BigInteger(number).add(BigInteger.ONE).toString();
    return parts.group(1) + "0".repeat(Math.max(0, number.length() - next.length())) + next;
  }
}
