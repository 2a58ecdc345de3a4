package io.lockstep.run.scratch;

import io.lockstep.CancellableClock;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.catalog.App;
import io.lockstep.catalog.Catalog;
import io.lockstep.database.Connector;
import io.lockstep.database.Session;
import io.lockstep.fingerprint.Fingerprint;
import io.lockstep.fingerprint.objects.FingerprintReader;
import io.lockstep.fingerprint.objects.FingerprintReader.Half;
import io.lockstep.fingerprint.scope.SchemaScope;
import io.lockstep.history.UndoScript;
import io.lockstep.history.UndoScriptReader;
import io.lockstep.lock.HeldLock;
import io.lockstep.lock.Holder;
import io.lockstep.lock.MigrationLock;
import io.lockstep.plan.Plan;
import io.lockstep.plan.Step;
import io.lockstep.plan.check.DatabasePlanner;
import io.lockstep.plan.contract.ContractPhase;
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
import io.lockstep.run.step.InDoubtStep;
import io.lockstep.run.step.PlanExecutor;
import io.lockstep.run.step.PlanPreparation;
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
 * Executes plans on a scratch database that no other process uses, with the same code and lock as a
 * run. It keeps its sessions and the lock between plans, so that hundreds of plans with one step
 * take half a minute.
 */
public final class ScratchRun implements AutoCloseable {
  private final Session control;
  private final Session work;
  private final Session side;
  private final HeldLock lock;
  private final RunContext context;
  private final Catalog catalog;
  private final PlanExecutor executor;
  private Optional<Step> failed = Optional.empty();

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
   * @param observer sees each migration before it commits
   * @throws LockstepException if the database or the lock can't be had; its exit code says why
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
          new RunContext(
              work,
              schema,
              lock,
              Retries.DEFAULT,
              clock,
              Optional.empty(),
              observer,
              Optional.empty());
      return new ScratchRun(
          control, work, connector.open(holder.sessionName()), lock, context, catalog);
    } catch (RuntimeException e) {
      work.close();
      throw e;
    }
  }

  /**
   * Returns the plans that lead to these targets; nothing waits for pods.
   *
   * @throws LockstepException {@link ExitCode#USAGE} or {@link ExitCode#REFUSED}
   */
  public List<Plan> plan(List<Target> targets) {
    return plan(targets, ContractPhase.AFTER_ROLLOUT);
  }

  /**
   * The same in one part of a rollout.
   *
   * @throws LockstepException {@link ExitCode#USAGE} or {@link ExitCode#REFUSED}
   */
  public List<Plan> plan(List<Target> targets, ContractPhase phase) {
    return new DatabasePlanner(catalog, context.schema()).onScratch(control.jdbc(), targets, phase);
  }

  /**
   * Executes this plan.
   *
   * @return the error of the script that failed, if one did
   * @throws LockstepException if it fails for another reason
   */
  public Optional<StepError> execute(Plan plan) {
    RunLogWriter runLog =
        new RunLogWriter(
            control.jdbc(), context.schema(), lock.holder(), Optional.empty(), Optional.empty());
    StepLog steps = new StepLog(plan, runLog, context.clock(), RunListener.NONE);
    new PlanPreparation(context, true).prepared(List.of(plan));
    try {
      executor.execute(plan, steps);
      return Optional.empty();
    } catch (LockstepException problem) {
      failed = steps.inDoubtStep().map(InDoubtStep::step);
      if (problem.exit() == ExitCode.MIGRATION_FAILED) {
        return Optional.of(StepError.of(problem));
      }
      throw problem;
    }
  }

  /** The step that failed, if one did. */
  public Optional<Step> failed() {
    return failed;
  }

  /** The undo script that was stored when this version was applied, if it had one. */
  public Optional<UndoScript.Stored> storedUndo(AppName app, Version version) {
    UndoScriptReader stored = new UndoScriptReader(control.jdbc(), context.schema(), true);
    return Optional.ofNullable(stored.undos(app, Set.of(version)).get(version))
        .map(undo -> undo.read(undo.read(stored)));
  }

  /** Makes the next plan apply the app's repeatables again, as after an undo. */
  public void makeRepeatablesDue(App app) {
    new SchemaHistoryWriter(work, context.schema(), app).recordRepeatablesDue();
  }

  /** Reads the schema's fingerprint, most of a rehearsal's work, on two sessions at once. */
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
