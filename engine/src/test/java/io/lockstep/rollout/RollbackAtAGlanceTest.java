package io.lockstep.rollout;

import io.lockstep.run.Lockstep;
import io.lockstep.run.report.MigrateRequest;
import io.lockstep.run.report.RunReport;

/** Rollbacks, whose runs may end before they take the lock. */
class RollbackAtAGlanceTest extends RollbackJobsTest {
  @Override
  RunReport migrate(Lockstep lockstep, MigrateRequest request) {
    return lockstep.migrateIfNeeded(request);
  }
}
