package io.lockstep.history;

import io.lockstep.targets.Version;
import java.time.Instant;

/**
 * A step without a transaction that was begun and did not end well: its process was killed, its
 * connection was lost, or a statement failed. The history alone does not show that part of it may
 * be done. Repeatables are not among them, because the history does show those: one stays due until
 * it has run completely.
 *
 * @param version the version that it was to apply or to take back
 * @param script its file's name
 * @param holder the process that began it
 * @param beganAt the time when it began
 */
public record UnfinishedStep(
    StepAction action, Version version, String script, String holder, Instant beganAt) {
  /** A step that stock Flyway has begun: it leaves a failed row, and no mark of ours. */
  static UnfinishedStep ofFlyway(Version version, HistoryRow failed) {
    return new UnfinishedStep(
        StepAction.APPLY, version, failed.script(), "Flyway", failed.installedOn());
  }

  /**
   * True if the history shows the step's result, so that the mark is only a remnant: the process
   * died between the two, or another tool has done the step.
   */
  public boolean isOutOfDate(AppHistory history) {
    boolean applied = history.applied().containsKey(version);
    return switch (action) {
      case APPLY -> applied || history.isBelowBaseline(version);
      case UNDO -> !applied;
      case REPEAT, CALL, UNKNOWN -> false;
    };
  }
}
