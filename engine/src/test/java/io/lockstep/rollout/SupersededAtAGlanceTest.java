package io.lockstep.rollout;

import io.lockstep.CancellableClock;
import io.lockstep.run.AtAGlance;
import io.lockstep.run.report.MigrateRequest;
import io.lockstep.run.report.RunReport;

/** Rule 6, for runs that may end before they take the lock. */
class SupersededAtAGlanceTest extends SupersededRunTest {
  @Override
  RunReport migrate(CancellableClock clock, MigrateRequest request) {
    return AtAGlance.run(database.settings(), folder, clock, request);
  }
}
