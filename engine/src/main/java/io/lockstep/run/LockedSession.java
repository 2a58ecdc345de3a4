package io.lockstep.run;

import io.lockstep.CancellableClock;
import io.lockstep.catalog.Catalog;
import io.lockstep.database.Session;
import io.lockstep.lock.HeldLock;
import io.lockstep.rollout.SuccessorNotice;
import io.lockstep.run.report.MigrateRequest;
import io.lockstep.run.report.RunLogWriter;
import io.lockstep.run.session.RunContext;
import java.util.Optional;

/**
 * The lock, and the session that holds it.
 *
 * @param rollout the number of the run's rollout, if it has one
 */
record LockedSession(Session control, HeldLock lock, Optional<Long> rollout)
    implements AutoCloseable {
  /** Makes a second session the one that executes the migrations. */
  RunContext workOn(
      Session work,
      MigrateRequest request,
      String schema,
      CancellableClock clock,
      Catalog catalog) {
    lock.workOn(work);
    work.applySettings(request.retries().lockTimeout());
    return RunContext.of(work, schema, lock, request.retries(), clock, catalog, request.reader())
        .succeededBy(successor(request));
  }

  /** The log of the runs that this session's holder makes. */
  RunLogWriter runLog(MigrateRequest request, String schema) {
    return new RunLogWriter(
        control.jdbc(), schema, lock.holder(), request.rolloutContext(), rollout);
  }

  /** The notice that a newer rollout can give, to a run that belongs to a rollout. */
  Optional<SuccessorNotice> successor(MigrateRequest request) {
    return request
        .rolloutContext()
        .flatMap(
            own ->
                rollout.map(
                    number ->
                        new SuccessorNotice(control.jdbc(), own.rollout().release(), number)));
  }

  /** False once the lock is known to be lost. */
  boolean isHeld() {
    return lock.isHeld();
  }

  @Override
  public void close() {
    try (control) {
      lock.close();
    }
  }
}
