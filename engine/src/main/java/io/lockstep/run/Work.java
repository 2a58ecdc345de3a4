package io.lockstep.run;

import io.lockstep.CancellableClock;
import io.lockstep.LockstepException;
import io.lockstep.catalog.Catalog;
import io.lockstep.database.Connector;
import io.lockstep.database.Session;
import io.lockstep.database.SqlStates;
import io.lockstep.database.TimeZone;
import io.lockstep.lock.HeldLock;
import io.lockstep.lock.Holder;
import io.lockstep.plan.Plan;
import io.lockstep.plan.PlanReader;
import io.lockstep.targets.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a run does while it holds the lock: plans, carries out, and writes the runLog. It remembers
 * what was done before a connection broke.
 */
final class Work {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.run");

  private final Connector connector;
  private final Catalog catalog;
  private final CancellableClock clock;
  private final RunListener listener;
  private final MigrateRequest request;
  private final List<StepReport> reports = new ArrayList<>();
  private final List<String> drift = new ArrayList<>();
  private final List<Plan> reached = new ArrayList<>();
  private Optional<InDoubtStep> inDoubtStep = Optional.empty();
  private Optional<Long> open = Optional.empty();

  Work(
      Connector connector,
      Catalog catalog,
      CancellableClock clock,
      RunListener listener,
      MigrateRequest request) {
    this.connector = connector;
    this.catalog = catalog;
    this.clock = clock;
    this.listener = listener;
    this.request = request;
  }

  /** If only the migrations' own session breaks, the lock is still held, and is not let go. */
  RunReport underLock(Session control, Holder holder, HeldLock lock, Optional<Long> rollout) {
    Duration timeout = request.retries().lockTimeout();
    String statement = "";
    boolean same = true;
    for (int lost = 0; ; lost++) {
      boolean again = lost > 0;
      try (OpeningSession session = // while the plan is read on the other one
          new OpeningSession(() -> connector.openPrimary(holder.sessionName(), timeout, again))) {
        return on(control, session, lock, rollout);
      } catch (LockstepException problem) {
        throw problem;
      } catch (RuntimeException e) {
        if (!SessionLost.isBehind(e) || !lock.isConnected()) {
          throw e;
        }
        endWork(control, lock);
        String now = SessionLost.statement(e);
        same &= !now.isEmpty() && (lost == 0 || now.equals(statement));
        statement = now;
        if (lost == Run.RECONNECTIONS) {
          LockstepException often =
              same
                  ? SessionLost.each(inStep() + statement, e, lost + 1)
                  : SessionLost.tooOften(e, lost + 1);
          throw givenUp(control.jdbc(), often);
        }
        log.warn(
            "the connection that the migrations run on broke, the lock is held on: {}",
            SessionLost.reason(e));
      }
    }
  }

  private String inStep() {
    return inDoubtStep.map(InDoubtStep::text).orElse("going on with the run");
  }

  private void endWork(Session control, HeldLock lock) {
    try {
      lock.check();
      lock.endWork();
    } catch (LockstepException lost) {
      throw givenUp(control.jdbc(), lost);
    }
  }

  /**
   * What is said, and written into the runLog, when the run can't go on after a session was lost:
   * how the step under way has ended, as far as the server knows.
   *
   * @param jdbc a session that began later than that step
   */
  LockstepException givenUpLater(JdbcClient jdbc, LockstepException problem) {
    return givenUp(jdbc, problem, step -> StepOutcome.of(jdbc, step.transaction()).seenLater());
  }

  /** The same with a session that was there before the step, and is alive. */
  private LockstepException givenUp(JdbcClient jdbc, LockstepException problem) {
    return givenUp(jdbc, problem, step -> StepOutcome.of(jdbc, step.transaction()));
  }

  private LockstepException givenUp(
      JdbcClient jdbc, LockstepException problem, Function<InDoubtStep, StepOutcome> outcome) {
    LockstepException told =
        inDoubtStep.map(step -> problem.with(step.ended(outcome.apply(step)))).orElse(problem);
    try {
      open.ifPresent(run -> RunLog.failed(jdbc, run, told));
    } catch (DataAccessException e) {
      log.debug("the next run ends the row in the audit", e);
    }
    inDoubtStep = Optional.empty(); // it is told
    return told;
  }

  /** The same when there is no session that could be asked. */
  LockstepException inDoubt(LockstepException problem) {
    return inDoubtStep.map(step -> problem.with(step.ended(StepOutcome.UNKNOWN))).orElse(problem);
  }

  private RunReport on(
      Session control, OpeningSession opening, HeldLock lock, Optional<Long> rollout) {
    String schema = connector.settings().schema();
    RunLog runLog =
        new RunLog(control.jdbc(), schema, lock.holder(), request.rolloutContext(), rollout);
    boolean due = runLog.closeDeadRuns(open);
    List<Plan> plans = prepare(runLog, () -> read(control));
    Session session = opening.get();
    lock.workOn(session);
    session.applySettings(request.retries().lockTimeout());
    Optional<ReaderGrants> grants =
        request.reader().map(reader -> new ReaderGrants(session, schema, catalog, reader.user()));
    RunContext context =
        new RunContext(session, schema, lock, request.retries(), clock, grants, StepObserver.NONE);
    prepare(runLog, () -> refreshReader(context));
    return migrate(
        control, context, runLog, plans, new FingerprintRecorder(context, catalog.ignored(), due));
  }

  private RunReport migrate(
      Session control,
      RunContext context,
      RunLog runLog,
      List<Plan> plans,
      FingerprintRecorder recording) {
    settle(plans);
    if (!plans.stream().allMatch(Plan::isEmpty)) {
      TimeZone zone = context.work().sessionSettings().timeZone();
      log.info("scripts have the time zone {}: {}", zone.name(), zone.because());
      drift.addAll(recording.drift());
    }
    PlanExecutor migrator = new PlanExecutor(context, control);
    try {
      for (Plan plan : plans) {
        carryOut(plan, migrator, runLog, recording);
        reached.add(plan);
      }
    } finally {
      recording.record();
    }
    return report();
  }

  private RunReport report() {
    boolean nothing = reached.stream().allMatch(Plan::isEmpty) && reports.isEmpty();
    String result = nothing ? "nothing to do" : "done";
    log.info(
        "{}: {}",
        result,
        reached.stream()
            .map(p -> p.app().name() + " is at " + p.to())
            .distinct()
            .collect(Collectors.joining(", ")));
    return new RunReport(
        result,
        reached.stream().map(Work::report).toList(),
        List.copyOf(reports),
        List.copyOf(drift));
  }

  private static RunReport.TargetReport report(Plan plan) {
    return new RunReport.TargetReport(
        plan.target().toString(), plan.app().name().text(), plan.from(), plan.to());
  }

  /** Finds out about the step whose commit was not answered: it is in the plan again, or done. */
  private void settle(List<Plan> plans) {
    inDoubtStep
        .filter(step -> step.hasCommitted(plans))
        .ifPresent(
            step -> {
              log.info("{} had committed before the connection broke", step.text());
              reports.add(step.report());
            });
    inDoubtStep = Optional.empty();
  }

  private List<Plan> read(Session control) {
    List<Plan> plans =
        new PlanReader(catalog, connector.settings().schema())
            .read(control.jdbc(), remaining(), request.options());
    plans.forEach(PlanLog::write);
    return plans;
  }

  private boolean refreshReader(RunContext context) {
    context
        .reader()
        .ifPresent(
            grants -> new ReaderRole(context, grants, request.reader().orElseThrow()).refresh());
    return true;
  }

  /** All that may be refused comes before the first step (rule 3). */
  private <T> T prepare(RunLog runLog, Supplier<T> preparation) {
    try {
      return preparation.get();
    } catch (LockstepException problem) {
      write(() -> runLog.notBegun(request.targetsText(), problem));
      throw problem;
    } catch (DataAccessException e) {
      if (!SqlStates.isForbidden(e)) {
        throw e;
      }
      LockstepException problem = Refusals.of(e, connector, catalog, request.asked());
      write(() -> runLog.notBegun(request.targetsText(), problem));
      throw problem;
    }
  }

  /** Without those that were reached before the connection broke: they may lie the other way. */
  private List<Target> remaining() {
    return Target.parseAll(request.targets()).subList(reached.size(), request.targets().size());
  }

  private void carryOut(
      Plan plan, PlanExecutor migrator, RunLog runLog, FingerprintRecorder recording) {
    listener.on(
        new RunEvent.TargetBegan(
            plan.app().name().text(), plan.target().toString(), plan.from(), plan.to()));
    if (plan.isEmpty()) {
      recording.ended(runLog.nothingToDo(plan), false);
      return;
    }
    long run = runLog.begin(plan);
    open = Optional.of(run);
    StepLog steps = new StepLog(plan, runLog, run, clock, listener);
    try {
      migrator.run(plan, steps);
      runLog.done(run, plan.to());
      open = Optional.empty();
    } catch (LockstepException problem) {
      write(() -> runLog.failed(run, problem));
      open = Optional.empty();
      steps.failed(problem.text());
      throw problem;
    } catch (RuntimeException e) {
      steps.failed(SessionLost.reason(e));
      throw e;
    } finally {
      recording.ended(run, steps.hasBegun());
      reports.addAll(steps.reports());
      inDoubtStep = steps.inDoubtStep();
    }
  }

  /** Why a run ends is told, whether or not the runLog can be written. */
  private static void write(Runnable entry) {
    try {
      entry.run();
    } catch (DataAccessException e) {
      if (SqlStates.isSessionGone(e)) {
        throw e; // then more can be said on a new one
      }
      log.warn("the end of this run could not be recorded: {}", SqlStates.firstLine(e));
    }
  }
}
