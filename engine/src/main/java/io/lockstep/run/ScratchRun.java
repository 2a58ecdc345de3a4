package io.lockstep.run;

import io.lockstep.CancellableClock;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.catalog.App;
import io.lockstep.catalog.Catalog;
import io.lockstep.database.Connector;
import io.lockstep.database.Session;
import io.lockstep.fingerprint.Fingerprint;
import io.lockstep.fingerprint.FingerprintReader;
import io.lockstep.fingerprint.FingerprintReader.Half;
import io.lockstep.fingerprint.SchemaScope;
import io.lockstep.history.UndoScript;
import io.lockstep.history.UndoScriptReader;
import io.lockstep.lock.HeldLock;
import io.lockstep.lock.Holder;
import io.lockstep.lock.MigrationLock;
import io.lockstep.plan.Plan;
import io.lockstep.plan.check.PlanReader;
import io.lockstep.run.report.MigrateRequest;
import io.lockstep.run.report.Retries;
import io.lockstep.run.report.RunListener;
import io.lockstep.run.report.RunLogWriter;
import io.lockstep.run.report.StepError;
import io.lockstep.run.report.StepObserver;
import io.lockstep.run.session.HostName;
import io.lockstep.run.session.RunContext;
import io.lockstep.run.session.SchemaHistoryWriter;
import io.lockstep.run.session.SessionTransaction;
import io.lockstep.run.step.PlanExecutor;
import io.lockstep.run.step.StepLog;
import io.lockstep.sql.ServerVersion;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Target;
import io.lockstep.targets.Version;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Carries out plans, as short as a single step, on a database that nobody else uses, by the same
 * code and under the same lock as a run. It keeps its sessions and the lock from one to the next,
 * which is what makes hundreds of steps in half a minute possible.
 */
public final class ScratchRun implements AutoCloseable {
  private final Session control;
  private final Session work;
  private final Session side;
  private final HeldLock lock;
  private final RunContext context;
  private final Catalog catalog;
  private final PlanExecutor executor;

  private ScratchRun(
      Session control,
      Session work,
      Session side,
      HeldLock lock,
      RunContext context,
      Catalog catalog) {
    this.control = control;
    this.work = work;
    this.side = side;
    this.lock = lock;
    this.context = context;
    this.catalog = catalog;
    this.executor = new PlanExecutor(context, control);
  }

  /**
   * Opens the sessions and takes the lock.
   *
   * @param observer looks at each migration before it commits
   * @throws LockstepException with the exit code that says why it can't
   */
  public static ScratchRun open(
      Connector connector, Catalog catalog, CancellableClock clock, StepObserver observer) {
    Holder holder = Holder.thisProcess(HostName.get());
    Session control = settled(connector, holder);
    try {
      return open(control, settled(connector, holder), holder, connector, catalog, clock, observer);
    } catch (RuntimeException e) {
      control.close();
      throw e;
    }
  }

  private static Session settled(Connector connector, Holder holder) {
    Duration timeout = Retries.DEFAULT.lockTimeout();
    Session session = connector.openPrimary(holder.sessionName(), timeout, false);
    session.applySettings(timeout);
    return session;
  }

  private static ScratchRun open(
      Session control,
      Session work,
      Holder holder,
      Connector connector,
      Catalog catalog,
      CancellableClock clock,
      StepObserver observer) {
    try {
      HeldLock lock =
          new MigrationLock(control, holder, MigrateRequest.DEFAULT_LEASE, clock)
              .acquire(MigrateRequest.DEFAULT_LOCK_WAIT);
      lock.workOn(work);
      String schema = connector.settings().schema();
      RunContext context =
          new RunContext(work, schema, lock, Retries.DEFAULT, clock, Optional.empty(), observer);
      return new ScratchRun(
          control, work, connector.open(holder.sessionName()), lock, context, catalog);
    } catch (RuntimeException e) {
      work.close();
      throw e;
    }
  }

  /**
   * What bringing the database to these targets would take.
   *
   * @throws LockstepException {@link ExitCode#USAGE} or {@link ExitCode#REFUSED}
   */
  public List<Plan> plan(List<Target> targets) {
    return new PlanReader(catalog, context.schema()).onScratch(control.jdbc(), targets);
  }

  /**
   * Executes this plan.
   *
   * @return what was wrong with a script, if one failed
   * @throws LockstepException if it can't go on for another reason
   */
  public Optional<StepError> execute(Plan plan) {
    try {
      RunLogWriter runLog =
          new RunLogWriter(
              control.jdbc(), context.schema(), lock.holder(), Optional.empty(), Optional.empty());
      executor.execute(plan, new StepLog(plan, runLog, context.clock(), RunListener.NONE));
      return Optional.empty();
    } catch (LockstepException problem) {
      if (problem.exit() == ExitCode.MIGRATION_FAILED) {
        return Optional.of(StepError.of(problem));
      }
      throw problem;
    }
  }

  /** The undo script that was stored when this version was applied, if it had one. */
  public Optional<UndoScript.Stored> storedUndo(AppName app, Version version) {
    return Optional.ofNullable(
        new UndoScriptReader(control.jdbc(), context.schema(), true)
            .undos(app, Set.of(version))
            .get(version));
  }

  /** Has the next plan apply the app's repeatables again, as an undo does. */
  public void makeRepeatablesDue(App app) {
    new SchemaHistoryWriter(work, context.schema(), app).recordRepeatablesDue();
  }

  /**
   * What the schema consists of now. Two sessions share the reading, most of a rehearsal's work.
   */
  public Fingerprint fingerprint() {
    SchemaScope scope = SchemaScope.read(work.jdbc(), context.schema(), catalog.ignored());
    CompletableFuture<Fingerprint> other =
        CompletableFuture.supplyAsync(() -> read(side, scope, Half.OTHER));
    return read(work, scope, Half.ONE).and(other.join());
  }

  private static Fingerprint read(Session session, SchemaScope scope, Half half) {
    try {
      return new SessionTransaction(session)
          .call(() -> new FingerprintReader(session.jdbc()).read(scope, half));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The server's major version. */
  public int serverVersion() {
    return ServerVersion.major(control.jdbc());
  }

  /** Reads the database between steps. */
  public JdbcClient jdbc() {
    return work.jdbc();
  }

  @Override
  public void close() {
    lock.close();
    side.close();
    work.close();
    control.close();
  }
}
