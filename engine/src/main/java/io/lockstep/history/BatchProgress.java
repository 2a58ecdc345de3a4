package io.lockstep.history;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * How far a step in batches has come, in all runs so far. The component names are the JSON's: a
 * contract.
 *
 * @param rows the rows that its batches have changed
 * @param beganAt the time of the first of these batches
 * @param updatedAt the time of the last one
 * @param perSecond the rows that the last run has changed in a second
 * @param tableRows the rows that the table had by pg_class; empty if that doesn't say it, or if the
 *     step may change other numbers of rows
 */
public record BatchProgress(
    String app,
    StepAction action,
    String version,
    String script,
    long rows,
    int batches,
    Instant beganAt,
    Instant updatedAt,
    Optional<Long> perSecond,
    Optional<Long> tableRows) {
  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;

  /** For people: {@code 125,000 rows in 25 batches, 41,000 rows/s, at most about 3 min left}. */
  public String line() {
    return line(rows, batches, perSecond, tableRows);
  }

  /** The same of these numbers. */
  public static String line(
      long rows, int batches, Optional<Long> perSecond, Optional<Long> tableRows) {
    return rowsText(rows, batches) + rest(rows, perSecond, tableRows);
  }

  /** For people: {@code 125,000 rows in 25 batches}. */
  public static String rowsText(long rows, int batches) {
    return String.format(Locale.ROOT, "%,d %s", rows, rows == 1 ? "row" : "rows")
        + String.format(Locale.ROOT, " in %,d %s", batches, batches == 1 ? "batch" : "batches");
  }

  private static String rest(long rows, Optional<Long> perSecond, Optional<Long> tableRows) {
    if (perSecond.isEmpty()) {
      return "";
    }
    long speed = perSecond.get();
    return String.format(Locale.ROOT, ", %,d rows/s", speed)
        + tableRows
            .filter(all -> all > rows && speed > 0)
            .map(all -> ", at most about " + text(Duration.ofSeconds((all - rows) / speed)))
            .map(left -> left + " left")
            .orElse("");
  }

  private static String text(Duration duration) {
    long seconds = Math.max(1, duration.toSeconds());
    if (seconds < 2 * MINUTE) {
      return seconds + " s";
    }
    return seconds < 2 * HOUR ? seconds / MINUTE + " min" : seconds / HOUR + " h";
  }
}
