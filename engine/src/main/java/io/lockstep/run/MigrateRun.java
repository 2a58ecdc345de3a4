package io.lockstep.run;

import io.lockstep.CancellableClock;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.catalog.Catalog;
import io.lockstep.database.Connector;
import io.lockstep.database.Session;
import io.lockstep.plan.Plan;
import io.lockstep.plan.check.DatabasePlanner;
import io.lockstep.rollout.ProcessStartTime;
import io.lockstep.run.batch.Superseded;
import io.lockstep.run.report.MigrateRequest;
import io.lockstep.run.report.RunEvent;
import io.lockstep.run.report.RunListener;
import io.lockstep.run.report.RunLogWriter;
import io.lockstep.run.report.RunReport;
import io.lockstep.run.session.ReaderRole;
import io.lockstep.run.session.RunContext;
import io.lockstep.run.session.ServerRefusals;
import io.lockstep.run.session.SessionLost;
import io.lockstep.run.step.InDoubtStep;
import io.lockstep.run.step.PlanExecutor;
import io.lockstep.run.step.PlanPreparation;
import io.lockstep.run.step.StepLog;
import io.lockstep.run.step.StepOutcome;
import io.lockstep.sql.SqlStates;
import io.lockstep.sql.TimeZone;
import io.lockstep.targets.Target;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * One call of migrate: acquires the lock, plans, executes the plans and records the resulting
 * schema. After a lost connection it connects again, and reads what has committed.
 */
final class MigrateRun {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.run");

  private final Connector connector;
  private final Catalog catalog;
  private final CancellableClock clock;
  private final RunListener listener;
  private final MigrateRequest request;
  private final SessionKeeper keeper;
  private final LockAcquisition acquisition;
  private RunProgress progress = RunProgress.NONE;
  private Optional<LockedSession> held = Optional.empty();
  private StepOutcome lastSeen = StepOutcome.UNKNOWN; // of the step in doubt
  private LostSessions lostControls = LostSessions.NONE;
  private LostSessions lostWorks = LostSessions.NONE;

  MigrateRun(
      Connector connector,
      Catalog catalog,
      CancellableClock clock,
      ProcessStartTime processStart,
      RunListener listener,
      MigrateRequest request,
      SessionKeeper keeper) {
    this.connector = connector;
    this.catalog = catalog;
    this.clock = clock;
    this.listener = listener;
    this.request = request;
    this.keeper = keeper;
    this.acquisition =
        new LockAcquisition(connector, clock, processStart, listener, request, keeper);
  }

  /** Executes the whole run. */
  RunReport execute() {
    listener.on(RunEvent.Began.of(connector.settings(), request, acquisition.holder()));
    try {
      Optional<RunReport> report = Optional.empty();
      while (report.isEmpty()) {
        try {
          if (held.isEmpty()) {
            Admission admission = acquire();
            held = admission.database();
            report = admission.report();
          }
          if (report.isEmpty()) {
            report = Optional.of(migrate(held.orElseThrow()));
            log.info("{}: {}", report.get().result(), report.get().versions());
          }
        } catch (RuntimeException e) {
          goOnAfter(e);
        }
      }
      release();
      listener.on(new RunEvent.Ended(report.get().result(), ExitCode.DONE, Optional.empty()));
      return report.get();
    } catch (RuntimeException e) {
      release();
      ExitCode exit = LockstepException.in(e).map(LockstepException::exit).orElse(ExitCode.ERROR);
      listener.on(new RunEvent.Ended(exit.result(), exit, Optional.of(SessionLost.reason(e))));
      throw e;
    }
  }

  private Admission acquire() {
    try {
      return acquisition.acquire((jdbc, e) -> givenUp(jdbc, e, step -> later(jdbc, step)));
    } catch (LockstepException problem) {
      throw progress.cutShort(problem, step -> lastSeen);
    }
  }

  private RunReport migrate(LockedSession database) {
    JdbcClient control = database.control().jdbc();
    RunLogWriter runs = database.runLog(request, schema());
    try (OpeningSession opening = keeper.work(this::openWork)) { // during the planning
      boolean due = runs.closeDeadRuns(progress.openRow());
      List<Plan> plans = beforeFirstStep(runs, () -> plan(control));
      RunContext context = database.workOn(opened(opening), request, schema(), clock, catalog);
      beforeFirstStep(runs, () -> ReaderRole.refresh(context));
      progress = progress.settled(plans);
      FingerprintRecorder recorder =
          new FingerprintRecorder(context, catalog.ignored(), keeper.scopes(), due);
      announce(plans, context, recorder);
      PlanExecutor executor = new PlanExecutor(context, database.control());
      beforeFirstStep(runs, () -> new PlanPreparation(context, progress.isNew()).prepared(plans));
      try {
        for (Plan plan : plans) {
          StepLog steps = new StepLog(plan, runs, clock, listener);
          try {
            executor.execute(plan, steps);
          } finally {
            recorder.ended(steps);
            progress = progress.after(steps);
          }
        }
      } catch (Superseded newer) {
        keeper.makeRoom();
        return progress.superseded();
      } finally {
        recorder.record();
      }
      keeper.keepWork(opening.release());
    }
    return progress.report();
  }

  private Session opened(OpeningSession opening) {
    try {
      return opening.get();
    } catch (LockstepException problem) {
      JdbcClient control = held.orElseThrow().control().jdbc();
      throw givenUp(control, problem, step -> later(control, step));
    }
  }

  private Session openWork() {
    return connector.openPrimary(
        acquisition.holder().sessionName(), request.retries().lockTimeout(), lostWorks.times() > 0);
  }

  /** Plans the targets that are not reached yet: the others may lie in the opposite direction. */
  private List<Plan> plan(JdbcClient control) {
    progress = progress.left(control);
    List<Target> remaining =
        Target.parseAll(request.targets())
            .subList(progress.reached().size(), request.targets().size());
    List<Plan> plans =
        new DatabasePlanner(catalog, schema()).read(control, remaining, request.options());
    plans.forEach(PlanLog::write);
    return plans;
  }

  /** Records a refusal in the run log. All refusals come before the first step (rule 3). */
  private <T> T beforeFirstStep(RunLogWriter runs, Supplier<T> preparation) {
    try {
      return preparation.get();
    } catch (LockstepException problem) {
      throw notBegun(runs, problem);
    } catch (DataAccessException e) {
      throw SqlStates.isForbidden(e)
          ? notBegun(runs, ServerRefusals.of(e, connector, catalog, request.asked()))
          : e;
    }
  }

  private LockstepException notBegun(RunLogWriter runs, LockstepException problem) {
    JdbcClient control = held.orElseThrow().control().jdbc();
    LockstepException told = progress.refused(problem, step -> later(control, step));
    runs.notBegun(request.targetsText(), told);
    return told;
  }

  private void announce(List<Plan> plans, RunContext context, FingerprintRecorder recorder) {
    if (!plans.stream().allMatch(Plan::isEmpty)) {
      TimeZone zone = context.work().sessionSettings().timeZone();
      log.info("scripts have the time zone {}: {}", zone.name(), zone.because());
      progress = progress.withDrift(recorder.drift());
    }
  }

  /**
   * Goes on after a lost session. The run keeps the lock if only the working session is lost.
   *
   * @throws RuntimeException if the run can't go on
   */
  private void goOnAfter(RuntimeException e) {
    if (e instanceof LockstepException problem) {
      throw problem;
    }
    RuntimeException loss = e;
    if (SessionLost.isBehind(e) && isLockConnected() && !SqlStates.isReadOnly(e)) {
      try {
        goOnWithLock(held.orElseThrow(), e);
        return;
      } catch (LockstepException problem) {
        throw problem;
      } catch (RuntimeException control) {
        loss = control; // the lock's session is lost, too
      }
    }
    goOnWithoutLock(loss);
  }

  private boolean isLockConnected() {
    return held.filter(database -> database.lock().isConnected()).isPresent();
  }

  private void goOnWithoutLock(RuntimeException e) {
    lastSeen =
        isLockConnected()
            ? progress.outcome(held.orElseThrow().control().jdbc())
            : StepOutcome.UNKNOWN;
    if (SqlStates.isReadOnly(e)) {
      held.ifPresent(database -> database.control().abort()); // the lease stays ours
    }
    release();
    if (!SessionLost.isBehind(e)) {
      throw ServerRefusals.explained(e, connector, catalog, request.asked());
    }
    lostControls = lostControls.and("the lock", e);
    if (lostControls.areTooMany()) {
      throw progress.explain(SessionLost.tooOften(e, lostControls.times()), step -> lastSeen);
    }
    log.warn("{}: {}", SessionLost.what(e), SessionLost.reason(e));
  }

  private void goOnWithLock(LockedSession database, RuntimeException e) {
    JdbcClient control = database.control().jdbc();
    try {
      database.lock().check();
      database.lock().endWork();
    } catch (LockstepException lost) {
      throw givenUp(control, lost);
    }
    String step = progress.inDoubt().map(InDoubtStep::text).orElse("going on with the run");
    lostWorks = lostWorks.and(step, e);
    if (lostWorks.areTooMany()) {
      throw givenUp(control, lostWorks.problem(step, e));
    }
    log.warn(
        "{}; the lock is still held, going on with a new session: {}",
        SessionLost.what(e),
        SessionLost.reason(e));
  }

  private static StepOutcome later(JdbcClient jdbc, InDoubtStep step) {
    return StepOutcome.of(jdbc, step.transaction()).seenLater();
  }

  /** Unlike {@link #later}, asks a session that began before the step in doubt, and is alive. */
  private LockstepException givenUp(JdbcClient jdbc, LockstepException problem) {
    return givenUp(jdbc, problem, step -> StepOutcome.of(jdbc, step.transaction()));
  }

  /**
   * Returns the error of a run that can't go on after a lost session, and writes it into the run
   * log. It says how the step in doubt ended, as far as the server knows.
   */
  private LockstepException givenUp(
      JdbcClient jdbc, LockstepException problem, Function<InDoubtStep, StepOutcome> outcome) {
    LockstepException told = progress.givenUp(jdbc, problem, outcome);
    progress = progress.certain(); // the error says it
    return told;
  }

  private void release() {
    Optional<LockedSession> released = held;
    held = Optional.empty();
    lostWorks = LostSessions.NONE;
    released.ifPresent(keeper::giveBack);
  }

  private String schema() {
    return connector.settings().schema();
  }
}
