package io.lockstep.run.batch;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * The number of rows of the next batch. It follows the time that batches take, within a tenth of
 * the number that the script gives and ten times that.
 */
public final class BatchSize {
  private static final int RANGE = 10;
  private static final double MOST = 2;
  private static final double LEAST = 0.5;

  private final Duration target;
  private final long least;
  private final long most;
  private long rows;

  /**
   * @param first the number that the script gives; empty if the script has a size of its own
   * @param target the time that a batch should take
   */
  public BatchSize(OptionalInt first, Duration target) {
    this.target = target;
    this.rows = first.orElse(1);
    this.least = first.isPresent() ? Math.max(1, rows / RANGE) : 1;
    this.most = first.isPresent() ? rows * RANGE : 1;
  }

  /** The number for the next batch. */
  public long rows() {
    return rows;
  }

  /**
   * Adapts it to the last batch: to half of it at least, to the double at most. A batch that has
   * changed fewer rows than it might says nothing about a larger one.
   *
   * @param changed the rows that it has changed
   * @param took the time that it took
   */
  public void adapt(long changed, Duration took) {
    double factor = (double) target.toNanos() / Math.max(1, took.toNanos());
    if (factor < 1 || changed >= rows) {
      set(Math.round(rows * Math.max(LEAST, Math.min(MOST, factor))));
    }
  }

  /** Halves it, because others had locked rows of a batch. */
  public void halve() {
    set(rows / 2);
  }

  private void set(long next) {
    rows = Math.max(least, Math.min(most, next));
  }
}
