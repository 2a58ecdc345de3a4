package io.lockstep.run;

import io.lockstep.run.report.RunReport;
import java.util.Optional;

/**
 * The result of a run's wait for its turn and the lock; exactly one of the two is present.
 *
 * @param database the database with the lock; the caller must close it
 * @param report the report of a run for which there is nothing left to do
 */
record Admission(Optional<LockedSession> database, Optional<RunReport> report) {
  static Admission granted(LockedSession database) {
    return new Admission(Optional.of(database), Optional.empty());
  }

  /** Another process has done the work already, or a newer rollout has begun. */
  static Admission needless(RunReport report) {
    return new Admission(Optional.empty(), Optional.of(report));
  }
}
