package io.lockstep.rollout;

import io.lockstep.run.Lockstep;
import io.lockstep.run.report.MigrateRequest;
import io.lockstep.run.report.RunReport;

/** Rule 6, for runs that may end before they take the lock. */
class SupersededAtAGlanceTest extends SupersededRunTest {
  @Override
  RunReport migrate(Lockstep lockstep, MigrateRequest request) {
    return lockstep.migrateIfNeeded(request);
  }
}
