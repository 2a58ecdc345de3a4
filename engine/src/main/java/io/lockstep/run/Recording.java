package io.lockstep.run;

import io.lockstep.Problem;
import io.lockstep.database.SqlStates;
import io.lockstep.fingerprint.Fingerprint;
import io.lockstep.fingerprint.FingerprintReader;
import io.lockstep.fingerprint.FingerprintStore;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Records the schema's fingerprint at the end of a run that has begun a step, however that ended:
 * the steps before a failed one are kept, and one without a transaction may leave a part of itself.
 * A run that has begun none does so only where it is due: nothing is recorded yet, another major
 * version of PostgreSQL or another format was, or an earlier run died before it could.
 *
 * <p>It is fenced like a step, and no reason for a run to fail: who verifies is told that nothing
 * was recorded, and the next run makes up for it.
 */
final class Recording {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.run");

  private final RunContext context;
  private boolean due;
  private long run;

  Recording(RunContext context, boolean due) {
    this.context = context;
    this.due = due;
  }

  /**
   * A target was reached or not.
   *
   * @param run its row in the audit
   */
  void ended(long run, boolean stepBegun) {
    this.run = run;
    due |= stepBegun;
  }

  /** Records, if there is something to record. */
  void record() {
    if (!due || run == 0 || !context.work().isOpen()) {
      return;
    }
    Duration start = context.pace().elapsed();
    try {
      StepTransaction.run(context.work(), this::readAndKeep);
      log.debug("recorded the schema in {} ms", context.pace().elapsed().minus(start).toMillis());
    } catch (SQLException | RuntimeException e) {
      if (Problem.in(e).isPresent()) {
        log.debug("the lock was lost before the schema was recorded", e); // as the run itself says
      } else {
        log.warn(
            "the schema could not be recorded, so that verify can't compare it until the next run: {}",
            SqlStates.firstLine(e));
      }
    }
  }

  private void readAndKeep() {
    JdbcClient jdbc = context.work().jdbc();
    StepTransaction.limitLockWaits(
        context.work().connection(), context.retries().lockTimeout(), false);
    Fingerprint fingerprint = new FingerprintReader(jdbc).read(context.schema());
    new FingerprintStore(jdbc, context.schema()).keep(fingerprint, run);
    context.lock().fence().pass(context.work().connection());
  }
}
