package io.lockstep.history;

import io.lockstep.targets.Version;
import java.time.Instant;

/**
 * A step without a transaction that was begun and has not ended well: its process was killed, its
 * connection was lost, or a statement failed. History alone does not show that part of it may be
 * done. Repeatables are not among them, because history does show those: one stays due until it has
 * run whole.
 *
 * @param action apply or undo
 * @param version what it was to apply or to take back
 * @param script its file's name
 * @param holder who began it
 * @param beganAt when
 */
public record UnfinishedStep(
    String action, Version version, String script, String holder, Instant beganAt) {
  /** A step that stock Flyway has begun, which leaves a row that says so, and no mark of ours. */
  static UnfinishedStep ofFlyway(Version version, HistoryRow failed) {
    return new UnfinishedStep("apply", version, failed.script(), "Flyway", failed.installedOn());
  }

  /**
   * Whether the history shows what the step was to bring about, so that the mark is only a remnant:
   * the process died between the two, or another tool has done the step.
   */
  public boolean isOutOfDate(AppHistory history) {
    return action.equals("apply") == history.applied().containsKey(version);
  }
}
