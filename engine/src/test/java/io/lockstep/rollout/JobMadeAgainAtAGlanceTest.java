package io.lockstep.rollout;

import io.lockstep.CancellableClock;
import io.lockstep.run.AtAGlance;
import io.lockstep.run.report.MigrateRequest;
import io.lockstep.run.report.RunReport;

/** Jobs that are created again, whose runs may end before they take the lock. */
class JobMadeAgainAtAGlanceTest extends JobMadeAgainTest {
  @Override
  RunReport migrate(CancellableClock clock, MigrateRequest request) {
    return AtAGlance.run(database.settings(), folder, clock, request);
  }
}
