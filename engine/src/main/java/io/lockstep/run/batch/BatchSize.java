package io.lockstep.run.batch;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * The number of rows of the next batch. It follows the time that batches take, within a tenth of
 * the number that the script gives and ten times that. It does not grow beyond a size from which on
 * rows take longer: for many rows PostgreSQL may choose a plan that reads the whole table.
 */
public final class BatchSize {
  private static final int RANGE = 10;
  private static final double MOST = 2;
  private static final double LEAST = 0.5;

  /** A batch with less than this part of the smaller one's rows in each second is too large. */
  private static final double SLOWER = 0.7;

  /** The part of the target below which a batch's time says little. */
  private static final int SHORT = 10;

  private final Duration target;
  private final long least;
  private final boolean fixed;
  private long most;
  private long rows;
  private long lastRows;
  private Duration lastTook = Duration.ZERO;

  /**
   * @param first the number that the script gives; empty if the script has a size of its own
   * @param target the time that a batch should take
   */
  public BatchSize(OptionalInt first, Duration target) {
    this.target = target;
    this.fixed = first.isEmpty();
    this.rows = first.orElse(1);
    this.least = first.isPresent() ? Math.max(1, rows / RANGE) : 1;
    this.most = first.isPresent() ? rows * RANGE : 1;
  }

  /** The number for the next batch. */
  public long rows() {
    return rows;
  }

  /** The rows that the next batch will probably change if there are enough. */
  long mostRows() {
    return fixed ? Math.max(1, lastRows) : rows;
  }

  /**
   * Adapts it to the last batch: to half of it at least, to the double at most. A batch that has
   * changed fewer rows than it might says nothing about a larger one.
   *
   * @param changed the rows that it has changed
   * @param took the time that it took
   */
  public void adapt(long changed, Duration took) {
    if (isTooLarge(changed, took)) {
      most = lastRows;
      set(lastRows);
      return;
    }
    lastRows = changed;
    lastTook = took;
    double factor = (double) target.toNanos() / Math.max(1, took.toNanos());
    if (factor < 1 || changed >= rows) {
      set(Math.round(rows * Math.max(LEAST, Math.min(MOST, factor))));
    }
  }

  private boolean isTooLarge(long changed, Duration took) {
    Duration least = target.dividedBy(SHORT);
    return changed > lastRows
        && lastTook.compareTo(least) >= 0
        && took.compareTo(least) >= 0
        && (double) changed / took.toNanos() < SLOWER * lastRows / lastTook.toNanos();
  }

  /** Halves it, because others had locked rows of a batch. */
  public void halve() {
    set(rows / 2);
  }

  private void set(long next) {
    rows = Math.max(least, Math.min(most, next));
  }
}
