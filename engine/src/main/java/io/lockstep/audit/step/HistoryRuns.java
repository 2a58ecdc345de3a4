package io.lockstep.audit.step;

import io.lockstep.history.HistoryRow;
import io.lockstep.targets.AppName;
import java.util.List;
import java.util.Optional;

/**
 * Which run has made which rows of the apps' histories.
 *
 * @param newestFirst the rows of a run follow one another, since it holds the lock
 */
public record HistoryRuns(List<Made> newestFirst) {
  /** No run is known. */
  public static final HistoryRuns NONE = new HistoryRuns(List.of());

  /**
   * The rows of an app's history that a run has made.
   *
   * @param first the rank of the first
   * @param last the rank of the last
   */
  public record Made(long run, AppName app, int first, int last) {}

  /** The run that has made this row; empty if another tool has, or an older Lockstep. */
  public Optional<Long> of(AppName app, HistoryRow row) {
    return newestFirst.stream()
        .filter(made -> made.app().equals(app))
        .filter(made -> made.first() <= row.rank() && row.rank() <= made.last())
        .map(Made::run)
        .findFirst();
  }
}
