package io.lockstep.run.session;

import io.lockstep.CancellableClock;
import io.lockstep.catalog.Catalog;
import io.lockstep.database.Reader;
import io.lockstep.database.Session;
import io.lockstep.lock.HeldLock;
import io.lockstep.rollout.SuccessorNotice;
import io.lockstep.run.report.Retries;
import io.lockstep.run.report.StepObserver;
import io.lockstep.sql.TimeZone;
import java.sql.SQLNonTransientConnectionException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The objects that all steps of a run share.
 *
 * @param work the session that the migrations run on
 * @param schema the schema in which they run
 * @param lock the lock, held
 * @param retries how they wait for the locks of other sessions
 * @param reader the grants for the role that may read the history tables, if any
 * @param observer sees each migration before it commits
 * @param successor the notice of a newer rollout that waits, for a run that belongs to a rollout
 */
public record RunContext(
    Session work,
    String schema,
    HeldLock lock,
    Retries retries,
    CancellableClock clock,
    Optional<ReaderGrants> reader,
    StepObserver observer,
    Optional<SuccessorNotice> successor) {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.run");

  /** A context without an observer. */
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
        StepObserver.NONE,
        Optional.empty());
  }

  /** This context, of a run to which a newer rollout can give this notice. */
  public RunContext succeededBy(Optional<SuccessorNotice> notice) {
    return new RunContext(work, schema, lock, retries, clock, reader, observer, notice);
  }

  /**
   * Logs in again if a script may have changed what a login begins with (ALTER ROLE … SET), or left
   * a connection of its own: the next script is to find a session as new, as it does in psql.
   *
   * @throws io.lockstep.LockstepException if the database can't be reached any more, or the lock
   *     was lost
   */
  public void refreshLogin() {
    if (work.isOutdated()) {
      work.close();
      lock.endWork();
      work.logInAgain(retries.lockTimeout());
      lock.workOn(work);
      lock.beginWork(); // a callback without a transaction does not
      TimeZone zone = work.sessionSettings().timeZone();
      log.info(
          "logged in again, since a script has changed settings of the role or the database, or left a connection; scripts have the time zone {}: {}",
          zone.name(),
          zone.because());
    }
  }

  /** Throws before a step if the process must end, or if the lock or its session is lost. */
  public void checkpoint() {
    clock.checkpoint();
    if (!lock.isConnected()) {
      throw new SessionLost(
          new SQLNonTransientConnectionException("the lock's session broke", "08006"));
    }
    lock.check();
  }
}
