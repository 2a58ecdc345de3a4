package io.lockstep.rollout;

import io.lockstep.CancellableClock;
import io.lockstep.run.AtAGlance;
import io.lockstep.run.report.MigrateRequest;
import io.lockstep.run.report.RunReport;

/** Rollbacks, whose runs may end before they take the lock. */
class RollbackAtAGlanceTest extends RollbackJobsTest {
  @Override
  RunReport migrate(CancellableClock clock, MigrateRequest request) {
    return AtAGlance.run(database.settings(), folder, clock, request);
  }
}
