package io.lockstep.functions.page.timeline;

import io.lockstep.functions.page.format.DurationFormat;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * How high a bar is. The scale is logarithmic, so that a run with nothing to do and one that builds
 * an index both show; the lines say what it means.
 *
 * @param low the milliseconds at the bottom
 * @param high those at the highest line
 */
record DurationScale(long low, long high) {
  /** From the highest line to the bottom, in pixels. */
  private static final double HEIGHT = 84;

  /** Above the highest line there is room for a sign. */
  private static final double TOP = 16;

  private static final double LEAST = 3;
  private static final long[] LINES = {
    10, 100, 1_000, 10_000, 60_000, 600_000, 3_600_000, 36_000_000, 360_000_000
  };

  /**
   * A line across the bars.
   *
   * @param y from the top, in pixels
   */
  record Line(String y, String label) {}

  /** The smallest scale on which all of these are. */
  static DurationScale of(List<Duration> durations) {
    long least = durations.stream().mapToLong(Duration::toMillis).min().orElse(LINES[1]);
    long most = durations.stream().mapToLong(Duration::toMillis).max().orElse(LINES[2]);
    long low = Arrays.stream(LINES).filter(line -> line <= least).max().orElse(LINES[0]);
    long high =
        Arrays.stream(LINES)
            .filter(line -> line > low && line >= most)
            .min()
            .orElse(Math.max(most, low + 1));
    return new DurationScale(low, high);
  }

  /** Where the bars end, in pixels from the top. */
  static double bottom() {
    return TOP + HEIGHT;
  }

  double height(Duration duration) {
    return Math.max(LEAST, HEIGHT * share(duration.toMillis()));
  }

  /** The lines, the highest first. */
  List<Line> lines() {
    return Arrays.stream(LINES)
        .filter(line -> line >= low && line <= high)
        .boxed()
        .sorted((one, other) -> Long.compare(other, one))
        .map(
            line ->
                new Line(
                    Coordinate.of(bottom() - HEIGHT * share(line)),
                    DurationFormat.round(Duration.ofMillis(line))))
        .toList();
  }

  private double share(long millis) {
    return Math.log((double) Math.max(millis, low) / low) / Math.log((double) high / low);
  }
}
