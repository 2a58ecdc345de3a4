package io.lockstep.run.report;

import io.lockstep.history.BatchProgress;

/**
 * What the batches of a step have changed, in all runs so far.
 *
 * @param rows the rows
 * @param batches the batches that have committed
 */
public record ChangedRows(long rows, int batches) {
  /** No batch has committed. */
  public static final ChangedRows NONE = new ChangedRows(0, 0);

  /** These, and those of one more batch. */
  public ChangedRows and(long more) {
    return new ChangedRows(rows + more, batches + 1);
  }

  /** True if there are none. */
  public boolean isNone() {
    return batches == 0;
  }

  /** For people: {@code 125,000 rows in 25 batches}. */
  @Override
  public String toString() {
    return BatchProgress.rowsText(rows, batches);
  }
}
