package io.lockstep.fingerprint.recorded;

import io.lockstep.fingerprint.Drift;
import io.lockstep.fingerprint.Fingerprint;
import io.lockstep.fingerprint.scope.SchemaScope;
import java.time.Instant;

/**
 * The fingerprint of a schema at the end of a run of migrate: read when its last step had ended,
 * well or not, while the run still held the lock. Later differences were made by hand, or by
 * another program. Manual changes before that moment are in it: the next run that does a step
 * reports them, and accepts them.
 *
 * @param fingerprint the content at that time
 * @param run the run's id in the run log
 * @param recordedAt that time
 * @param comparable false if it can't be compared with a fingerprint that this Lockstep reads on
 *     this server: another major version of PostgreSQL words definitions differently, and another
 *     Lockstep may read other objects
 * @param latest false if a step was begun after it, by a run that died or by an older Lockstep
 */
public record RecordedFingerprint(
    Fingerprint fingerprint, long run, Instant recordedAt, boolean comparable, boolean latest) {
  /**
   * The differences from the record.
   *
   * @param scope the present scope; objects outside it may have been recorded
   */
  public Drift driftTo(Fingerprint now, SchemaScope scope) {
    return Drift.between(scope.of(fingerprint), now);
  }
}
