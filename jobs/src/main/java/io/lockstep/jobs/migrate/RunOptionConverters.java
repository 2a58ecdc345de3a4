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
  /**
   * A lease is renewed three times while it lasts. A short pause of the machine loses a lease of
   * less than 2 s; when a node is lost, everybody waits for the end of its lease.
   */
  static final ITypeConverter<Duration> LEASE =
      new DurationRange(MigrateRequest.DEFAULT_LEASE, "2s", "1h");

  /**
   * PostgreSQL counts in milliseconds, and 0 means "for ever". A statement that queues for an hour
   * blocks readers for an hour.
   */
  static final ITypeConverter<Duration> LOCK_TIMEOUT =
      new DurationRange(Retries.DEFAULT.lockTimeout(), "1ms", "1h");

  private RunOptionConverters() {}

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
  private record DurationRange(Duration byDefault, String least, String most)
      implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      Duration time = text.isBlank() ? byDefault : DurationOption.parse(text);
      if (time.compareTo(DurationOption.parse(least)) < 0
          || time.compareTo(DurationOption.parse(most)) > 0) {
        throw new TypeConversionException(
            "'" + text + "' is out of range; give " + least + " to " + most);
      }
      return time;
    }
  }
}
