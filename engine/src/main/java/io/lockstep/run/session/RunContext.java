package io.lockstep.run.session;

import io.lockstep.CancellableClock;
import io.lockstep.catalog.Catalog;
import io.lockstep.database.Reader;
import io.lockstep.database.Session;
import io.lockstep.lock.HeldLock;
import io.lockstep.run.report.Retries;
import io.lockstep.run.report.StepObserver;
import java.sql.SQLNonTransientConnectionException;
import java.util.Optional;

/**
 * What the steps of a run share.
 *
 * @param work the session that the migrations run on
 * @param schema where they run
 * @param lock the lock, held
 * @param retries how they wait for others' locks
 * @param reader whom to let read the history tables, if anybody
 * @param observer who looks at each migration before it commits
 */
public record RunContext(
    Session work,
    String schema,
    HeldLock lock,
    Retries retries,
    CancellableClock clock,
    Optional<ReaderGrants> reader,
    StepObserver observer) {
  /** Without an observer; with a role that shall be able to read, if there is one. */
  public static RunContext of(
      Session work,
      String schema,
      HeldLock lock,
      Retries retries,
      CancellableClock clock,
      Catalog catalog,
      Optional<Reader> reader) {
    return new RunContext(
        work,
        schema,
        lock,
        retries,
        clock,
        reader.map(role -> new ReaderGrants(work, schema, catalog, role)),
        StepObserver.NONE);
  }

  /** Before a step: neither asked to end, nor cut off, nor without the lock. */
  public void checkpoint() {
    clock.checkpoint();
    if (!lock.isConnected()) {
      throw new SessionLost(
          new SQLNonTransientConnectionException("the lock's session broke", "08006"));
    }
    lock.check();
  }
}
