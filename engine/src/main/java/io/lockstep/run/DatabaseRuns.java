package io.lockstep.run;

import io.lockstep.CancellableClock;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.catalog.Catalog;
import io.lockstep.database.Connector;
import io.lockstep.database.Session;
import io.lockstep.rollout.ProcessStartTime;
import io.lockstep.rollout.RolloutContext;
import io.lockstep.run.glance.Glance;
import io.lockstep.run.report.Commit;
import io.lockstep.run.report.MigrateRequest;
import io.lockstep.run.report.RunListener;
import io.lockstep.run.report.RunLogWriter;
import io.lockstep.run.report.RunReport;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Runs in the schemas of one database, one after the other, by one role. They share a session, and
 * the lock: the first one that has something to do takes it, and it is freed when this is closed.
 */
public final class DatabaseRuns implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.run");

  private final Connector connector;
  private final Catalog catalog;
  private final CancellableClock clock;
  private final ProcessStartTime processStart;
  private final SessionKeeper keeper;
  private boolean readerIsSet;
  private boolean doubtful;
  private Optional<LockstepException> unreachable = Optional.empty();
  private int glances;

  /**
   * @param connector to the database, in whatever schema
   * @param tenants the schemas of all tenants of the database, also of those that don't run here: a
   *     run leaves out of its fingerprint what is another one's
   */
  public DatabaseRuns(
      Connector connector, Catalog catalog, CancellableClock clock, Set<String> tenants) {
    this.connector = connector;
    this.catalog = catalog;
    this.clock = clock;
    this.processStart = new ProcessStartTime(clock);
    this.keeper = SessionKeeper.ofManyRuns(tenants);
  }

  /**
   * Ends a run that has nothing to do, with two statements and without the lock. That it ended is
   * on disk when this object is closed.
   *
   * @return empty if {@link #migrate} must look
   * @throws LockstepException if the database can't be reached, or nothing can be migrated there,
   *     or if the process was asked to end
   */
  public Optional<RunReport> glance(String schema, MigrateRequest request, RunListener listener) {
    clock.checkpoint();
    if (request.rolloutContext().flatMap(RolloutContext::movedOn).isPresent()) {
      return Optional.empty();
    }
    Glance glance =
        new Glance(
            catalog,
            connector.settings().withSchema(schema),
            request,
            processStart,
            listener.guarded(),
            readerIsSet);
    Session session = keeper.takeSession().orElseGet(() -> open(connector, request));
    try {
      Optional<RunReport> report =
          glance.look(session, keeper.next(), glances == 0 ? Commit.ON_DISK : Commit.SOON);
      glances += report.isPresent() ? 1 : 0;
      return report;
    } catch (DataAccessException e) {
      log.debug("the session broke at a glance", e); // the run under the lock connects again
      return Optional.empty();
    } finally {
      keeper.keep(session);
    }
  }

  /** A database that could not be reached once is not waited for again. */
  private Session open(Connector connector, MigrateRequest request) {
    if (unreachable.isPresent()) {
      throw unreachable.get();
    }
    try {
      return ControlSession.open(connector, request, keeper.next(), false);
    } catch (LockstepException e) {
      unreachable = Optional.of(e);
      throw e;
    }
  }

  /**
   * Migrates a schema to the targets, under the lock.
   *
   * @throws LockstepException with the exit code that says how it ended
   */
  public RunReport migrate(String schema, MigrateRequest request, RunListener listener) {
    clock.checkpoint();
    refuseIfUnreachable(request);
    MigrateRun run =
        new MigrateRun(
            connector.to(connector.settings().withSchema(schema)),
            catalog,
            clock,
            processStart,
            listener.guarded(),
            request,
            keeper);
    RunReport report;
    try {
      report = run.execute();
    } catch (LockstepException e) {
      doubtful = e.exit() == ExitCode.UNREACHABLE;
      throw e;
    }
    readerIsSet |= !report.targets().isEmpty();
    return report;
  }

  /** After a run that lost the database, the next one does not wait for it once more. */
  private void refuseIfUnreachable(MigrateRequest request) {
    boolean lost = doubtful && !keeper.hasLock();
    doubtful = false;
    if (lost) {
      keeper.keep(open(connector.withoutWait(), request));
    } else if (unreachable.isPresent()) {
      throw unreachable.get();
    }
  }

  /**
   * True if only {@link #migrate} can bring a schema to its targets, whatever is there: a reader's
   * password can't be compared, so the first run sets it.
   */
  public boolean mustSetReader(MigrateRequest request) {
    return request.reader().isPresent() && !readerIsSet;
  }

  /** True once the database could not be reached. */
  public boolean isUnreachable() {
    return doubtful || unreachable.isPresent();
  }

  /** Frees the lock, so that others may go on, and the next run can look without it. */
  public void release() {
    if (glances > 1) {
      keeper.takeSession().ifPresent(this::flush);
    }
    glances = 0;
    keeper.close();
  }

  /** Frees the lock, if a run has taken it. */
  @Override
  public void close() {
    release();
  }

  private void flush(Session session) {
    try {
      RunLogWriter.flush(session.jdbc());
    } catch (DataAccessException e) {
      log.debug("the session broke; the server may not have the last runs on its disk", e);
    } finally {
      keeper.keep(session);
    }
  }
}
