package io.lockstep.fingerprint;

import java.time.Instant;

/**
 * The fingerprint of a schema as a run of migrate left it: read when its last step had ended, well
 * or not, while it still held the lock. What differs from it later was done by somebody else, by
 * hand. What somebody did by hand before that moment is in it: the next run that does a step says
 * what it finds, and takes it as it is.
 *
 * @param fingerprint what was there
 * @param run the run's id in the run log
 * @param recordedAt when
 * @param comparable false if it can't be compared with what this Lockstep reads on this server:
 *     another major version of PostgreSQL words definitions differently, and another Lockstep may
 *     look at other objects
 * @param latest false if a step was begun after it, by a run that died or by an older Lockstep
 */
public record RecordedFingerprint(
    Fingerprint fingerprint, long run, Instant recordedAt, boolean comparable, boolean latest) {
  /**
   * What is not as it was recorded.
   *
   * @param scope what is looked at now; what is not was perhaps looked at then
   */
  public Drift driftTo(Fingerprint now, SchemaScope scope) {
    return Drift.between(scope.of(fingerprint), now);
  }
}
