package io.lockstep.jobs;

import io.lockstep.program.DurationOption;
import io.lockstep.run.MigrateRequest;
import io.lockstep.run.Retries;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How far what a run is told about waiting may go; more, or less, would break what it is for. */
final class Limits {
  private Limits() {}

  /**
   * A lease is extended three times while it lasts: one of less than 2 s is lost in a short pause
   * of the machine, and for one of more than an hour everybody waits when a node is lost.
   */
  static final class Lease extends Between {
    Lease() {
      super(MigrateRequest.DEFAULT_LEASE, Duration.ofSeconds(2), "2s", Duration.ofHours(1), "1h");
    }
  }

  /**
   * PostgreSQL counts in milliseconds, and takes 0 for "for ever"; who queues for an hour keeps
   * readers waiting for an hour.
   */
  static final class LockTimeout extends Between {
    LockTimeout() {
      super(Retries.DEFAULT.lockTimeout(), Duration.ofMillis(1), "1ms", Duration.ofHours(1), "1h");
    }
  }

  /** How often a step is tried. */
  static final class Tries implements ITypeConverter<Integer> {
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

  /** A time from one to another; a blank one is the default. */
  private abstract static class Between implements ITypeConverter<Duration> {
    private final Duration byDefault;
    private final Duration least;
    private final String leastText;
    private final Duration most;
    private final String mostText;

    Between(Duration byDefault, Duration least, String leastText, Duration most, String mostText) {
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
