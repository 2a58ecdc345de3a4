package io.lockstep.run;

import io.lockstep.run.report.RunReport;
import java.util.Optional;

/**
 * The end of a run's wait for its turn and the lock: one of the two is there.
 *
 * @param database the database with the lock, which must be closed
 * @param report the report of a run for which there is nothing left to do
 */
record Admission(Optional<HeldDatabase> database, Optional<RunReport> report) {
  static Admission granted(HeldDatabase database) {
    return new Admission(Optional.of(database), Optional.empty());
  }

  /** Others have done it, or something newer. */
  static Admission needless(RunReport report) {
    return new Admission(Optional.empty(), Optional.of(report));
  }
}
