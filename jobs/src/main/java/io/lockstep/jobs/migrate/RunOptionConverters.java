package io.lockstep.jobs.migrate;

import io.lockstep.program.DurationOption;
import io.lockstep.run.report.MigrateRequest;
import io.lockstep.run.report.Retries;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Limits of the waiting times and tries of a run; values beyond them would defeat their purpose.
 */
final class RunOptionConverters {
  private RunOptionConverters() {}

  /**
   * A lease is renewed three times while it lasts. A short pause of the machine loses a lease of
   * less than 2 s; when a node is lost, everybody waits for the end of its lease.
   */
  static final class LeaseConverter extends DurationRangeConverter {
    LeaseConverter() {
      super(MigrateRequest.DEFAULT_LEASE, Duration.ofSeconds(2), "2s", Duration.ofHours(1), "1h");
    }
  }

  /**
   * PostgreSQL counts in milliseconds, and 0 means "for ever". A statement that queues for an hour
   * blocks readers for an hour.
   */
  static final class LockTimeoutConverter extends DurationRangeConverter {
    LockTimeoutConverter() {
      super(Retries.DEFAULT.lockTimeout(), Duration.ofMillis(1), "1ms", Duration.ofHours(1), "1h");
    }
  }

  /** The number of tries of a step. */
  static final class LockTriesConverter implements ITypeConverter<Integer> {
    private static final int MOST = 1000;

    @Override
    public Integer convert(String text) {
      if (text.matches("[0-9]{1,4}")) {
        int tries = Integer.parseInt(text);
        if (tries >= 1 && tries <= MOST) {
          return tries;
        }
      }
      throw new TypeConversionException("'" + text + "' is no number from 1 to " + MOST);
    }
  }

  /** A time within a range; a blank text is the default. */
  private abstract static class DurationRangeConverter implements ITypeConverter<Duration> {
    private final Duration byDefault;
    private final Duration least;
    private final String leastText;
    private final Duration most;
    private final String mostText;

    DurationRangeConverter(
        Duration byDefault, Duration least, String leastText, Duration most, String mostText) {
      this.byDefault = byDefault;
      this.least = least;
      this.leastText = leastText;
      this.most = most;
      this.mostText = mostText;
    }

    @Override
    public Duration convert(String text) {
      if (text.isBlank()) {
        return byDefault;
      }
      Duration time = DurationOption.parse(text);
      if (time.compareTo(least) < 0 || time.compareTo(most) > 0) {
        throw new TypeConversionException(
            "'" + text + "' is out of range; give " + leastText + " to " + mostText);
      }
      return time;
    }
  }
}
