package io.lockstep.run.session;

import io.lockstep.CancellableClock;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.database.Connector;
import io.lockstep.database.Pooler;
import io.lockstep.database.Session;
import io.lockstep.lock.HeldLock;
import io.lockstep.lock.Holder;
import io.lockstep.lock.MigrationLock;
import io.lockstep.run.report.MigrateRequest;
import io.lockstep.run.report.Retries;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Executes short work under the lock that is not a run. If a connection breaks, the caller must
 * call it again.
 */
public final class LockedTask {
  private final Connector connector;
  private final CancellableClock clock;

  public LockedTask(Connector connector, CancellableClock clock) {
    this.connector = connector;
    this.clock = clock;
  }

  /** The work. */
  @FunctionalInterface
  public interface Body<T> {
    /**
     * Does the work.
     *
     * @param control the session that holds the lock
     * @param work a session to work on
     */
    T on(Session control, Session work, HeldLock lock) throws SQLException;
  }

  /**
   * Opens both sessions, takes the lock, does the work, and releases everything.
   *
   * @param asked what was asked, for errors
   * @throws LockstepException if the database can't be reached, if the lock can't be had in this
   *     time, or ({@link ExitCode#UNREACHABLE}) if a connection breaks
   */
  public <T> T call(String asked, Duration lockWait, Body<T> body) throws SQLException {
    try {
      return call(lockWait, body);
    } catch (SQLException | RuntimeException e) {
      if (LockstepException.in(e).isEmpty() && SessionLost.isBehind(e)) {
        throw SessionLost.during(asked, e);
      }
      throw e;
    }
  }

  private <T> T call(Duration lockWait, Body<T> body) throws SQLException {
    Holder holder = Holder.thisProcess(HostName.get());
    Duration timeout = Retries.DEFAULT.lockTimeout();
    try (Session control = connector.openPrimary(holder.sessionName(), timeout, false)) {
      control.setNetworkTimeout(MigrationLock.responseTimeout(MigrateRequest.DEFAULT_LEASE));
      Pooler.refuseTransactionPooling(control, connector);
      control.applySettings(timeout);
      try (HeldLock lock =
              new MigrationLock(control, holder, MigrateRequest.DEFAULT_LEASE, clock)
                  .acquire(lockWait);
          Session work = connector.openPrimary(holder.sessionName(), timeout, false)) {
        lock.workOn(work);
        work.applySettings(timeout);
        return body.on(control, work, lock);
      }
    }
  }
}
