package io.lockstep.run;

import io.lockstep.Exit;
import io.lockstep.Pace;
import io.lockstep.Problem;
import io.lockstep.catalog.Catalog;
import io.lockstep.database.Connector;
import io.lockstep.database.OwnTables;
import io.lockstep.database.Pooler;
import io.lockstep.database.Session;
import io.lockstep.database.SqlStates;
import io.lockstep.lock.Fence;
import io.lockstep.lock.HeldLock;
import io.lockstep.lock.Holder;
import io.lockstep.lock.LeaseRow;
import io.lockstep.lock.MigrationLock;
import io.lockstep.plan.Plan;
import io.lockstep.plan.PlanReader;
import io.lockstep.plan.Step;
import io.lockstep.rollout.Arrival;
import io.lockstep.rollout.Place;
import io.lockstep.rollout.Releases;
import io.lockstep.rollout.Rollout;
import io.lockstep.rollout.TurnWait;
import io.lockstep.targets.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * One call of migrate: waits for its turn and for the lock, plans, carries out, and writes the
 * audit.
 */
final class Run {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.run");
  private static final int RECONNECTIONS = 5;

  private final Connector connector;
  private final Catalog catalog;
  private final Pace pace;
  private final Arrival arrival;
  private final RunListener listener;
  private final MigrateRequest request;
  private final List<StepReport> reports = new ArrayList<>();
  private final List<String> drift = new ArrayList<>();
  private Holder holder;
  private boolean heldOnce;

  Run(
      Connector connector,
      Catalog catalog,
      Pace pace,
      Arrival arrival,
      RunListener listener,
      MigrateRequest request) {
    this.connector = connector;
    this.catalog = catalog;
    this.pace = pace;
    this.arrival = arrival;
    this.listener = listener;
    this.request = request;
    this.holder = Holder.thisProcess(HostName.get());
  }

  /**
   * Runs; a lost connection is taken up again, and what had committed is looked up, not guessed.
   */
  RunReport execute() {
    Optional<Rollout> rollout = request.place().map(Place::rollout);
    listener.on(
        new RunEvent.Began(
            String.join(", ", request.targets()),
            rollout.map(Rollout::release),
            rollout.flatMap(Audit::revision),
            rollout.flatMap(Audit::generation),
            holder.name()));
    try {
      RunReport report = untilConnected();
      listener.on(new RunEvent.Ended(report.result(), Exit.DONE, Optional.empty()));
      return report;
    } catch (RuntimeException e) {
      Exit exit = Problem.in(e).map(Problem::exit).orElse(Exit.FAULT);
      listener.on(new RunEvent.Ended(Audit.result(exit), exit, Optional.of(reason(e))));
      throw e;
    }
  }

  private RunReport untilConnected() {
    Optional<String> movedOn = request.place().flatMap(Place::movedOn);
    if (movedOn.isPresent()) {
      log.info("superseded: {}; nothing to do", movedOn.get());
      return RunReport.superseded();
    }
    if (request.place().isEmpty()) {
      targets(); // fails before connecting; with a place it must fail where later turns can see it
    }
    for (int lost = 0; ; lost++) {
      try {
        return once(lost > 0);
      } catch (Problem problem) {
        throw problem;
      } catch (RuntimeException e) {
        if (SqlStates.isForbidden(e) || SqlStates.isLockTimeout(e)) {
          throw refusal(e);
        }
        if (!(e instanceof SessionLost || SqlStates.isSessionGone(e)) || lost == RECONNECTIONS) {
          throw e;
        }
        log.warn("the connection to the database broke: {}", reason(e));
      }
    }
  }

  private static String reason(Throwable e) {
    return Problem.in(e)
        .map(Problem::text)
        .or(() -> SqlStates.sqlException(e).map(Throwable::getMessage))
        .orElse(e.toString());
  }

  private List<Target> targets() {
    return request.targets().stream().map(Target::parse).toList();
  }

  private RunReport once(boolean again) {
    try (Session control = connector.open(holder.sessionName())) {
      if (again) {
        refuseIfTakenOver(control);
        holder = Holder.thisProcess(HostName.get());
      }
      Pooler.refuseTransactionPooling(control, connector);
      control.settle(request.retries().lockTimeout());
      Releases releases = new Releases(control.jdbc(), arrival);
      Optional<RunReport> early =
          request.place().flatMap(place -> waitForTurn(control, releases, place));
      return early.isPresent() ? early.get() : withLock(control, releases);
    }
  }

  /** While we were away somebody else may have run; what we had planned is then out of date. */
  private void refuseIfTakenOver(Session control) {
    boolean ours =
        OwnTables.exist(control)
            && LeaseRow.read(control.jdbc())
                .filter(row -> row.token().equals(holder.token()))
                .isPresent();
    if (heldOnce && !ours) {
      throw Fence.lost();
    }
  }

  /** Waits without the lock; a report means that there is nothing left to do. */
  private Optional<RunReport> waitForTurn(Session control, Releases releases, Place place) {
    if (place.turn().isEmpty()) {
      return Optional.empty();
    }
    return switch (new TurnWait(control, releases, pace).await(place, place.turn().get())) {
      case SUPERSEDED -> Optional.of(superseded(place));
      case DONE_BEFORE -> {
        log.info("nothing to do: a turn after {} has begun, so this one was done before", place);
        yield Optional.of(RunReport.doneBefore());
      }
      case GO -> Optional.empty();
    };
  }

  private RunReport withLock(Session control, Releases releases) {
    try (HeldLock lock = acquire(control);
        Session work = connector.open(holder.sessionName())) {
      heldOnce = true;
      work.settle(request.retries().lockTimeout());
      Optional<Long> rollout = Optional.empty();
      if (request.place().isPresent()) {
        rollout = releases.enter(request.place().get());
        if (rollout.isEmpty()) {
          return superseded(request.place().get());
        }
      }
      String schema = connector.settings().schema();
      Audit audit = new Audit(control.jdbc(), schema, holder.name(), request.place(), rollout);
      boolean due = audit.closeDeadRuns();
      Optional<ReaderGrants> grants =
          request.reader().map(reader -> new ReaderGrants(work, schema, catalog, reader.user()));
      RunContext context =
          new RunContext(work, schema, lock, request.retries(), pace, grants, StepObserver.NONE);
      return migrate(control, context, audit, new Recording(context, due));
    }
  }

  private HeldLock acquire(Session control) {
    listener.on(new RunEvent.WaitBegan());
    boolean obtained = false;
    try {
      HeldLock lock =
          new MigrationLock(control, holder, request.lease(), pace).acquire(request.lockWait());
      obtained = true;
      return lock;
    } finally {
      listener.on(new RunEvent.WaitEnded(obtained));
    }
  }

  private RunReport migrate(Session control, RunContext context, Audit audit, Recording recording) {
    List<Plan> plans = prepare(control, context, audit);
    if (!plans.stream().allMatch(Plan::isEmpty)) {
      drift.addAll(recording.drift());
    }
    try {
      for (Plan plan : plans) {
        carryOut(plan, new Migrator(context, control), audit, recording);
      }
    } finally {
      recording.record();
    }
    boolean nothing = plans.stream().allMatch(Plan::isEmpty) && reports.isEmpty();
    String result = nothing ? "nothing to do" : "done";
    log.info(
        "{}: {}",
        result,
        plans.stream()
            .map(p -> p.app().name() + " is at " + p.to())
            .distinct()
            .collect(Collectors.joining(", ")));
    return new RunReport(
        result, plans.stream().map(Run::report).toList(), List.copyOf(reports), List.copyOf(drift));
  }

  /** All that may be refused comes before the first step (rule 3). */
  private List<Plan> prepare(Session control, RunContext context, Audit audit) {
    try {
      List<Plan> plans =
          new PlanReader(catalog, context.schema())
              .read(control.jdbc(), targets(), request.options());
      plans.forEach(Run::logPlan);
      context
          .reader()
          .ifPresent(
              grants -> new ReaderRole(context, grants, request.reader().orElseThrow()).refresh());
      return plans;
    } catch (Problem problem) {
      audit.notBegun(String.join(", ", request.targets()), problem);
      throw problem;
    } catch (DataAccessException e) {
      if (!SqlStates.isForbidden(e)) {
        throw e;
      }
      Problem problem = refusal(e);
      audit.notBegun(String.join(", ", request.targets()), problem);
      throw problem;
    }
  }

  private Problem refusal(Throwable e) {
    return Refusals.of(e, connector, catalog, String.join(", ", request.targets()));
  }

  private void carryOut(Plan plan, Migrator migrator, Audit audit, Recording recording) {
    long run = audit.begin(plan);
    StepLog steps = new StepLog(plan, audit, run, listener);
    listener.on(
        new RunEvent.TargetBegan(
            plan.app().name().text(), plan.target().toString(), plan.from(), plan.to()));
    try {
      if (!plan.isEmpty()) {
        migrator.run(plan, steps);
      }
      audit.done(run, plan.to());
    } catch (Problem problem) {
      audit.failed(run, problem);
      steps.failed(problem.text());
      throw problem;
    } catch (RuntimeException e) {
      steps.failed(reason(e));
      throw e;
    } finally {
      recording.ended(run, steps.hasBegun());
      reports.addAll(steps.reports());
    }
  }

  private static void logPlan(Plan plan) {
    log.info(
        "plan for \"{}\": {} is at {}, {} step(s)",
        plan.target(),
        plan.app().name(),
        plan.from(),
        plan.steps().size());
    plan.notes().forEach(note -> log.warn("note: {}", note));
    int number = 0;
    for (Step step : plan.steps()) {
      log.info(
          "  {}. {} {}{}",
          ++number,
          step.action(),
          step.file(),
          step.noTransaction() ? " (without a transaction)" : "");
    }
  }

  private static RunReport.TargetReport report(Plan plan) {
    return new RunReport.TargetReport(
        plan.target().toString(), plan.app().name().text(), plan.from(), plan.to());
  }

  private static RunReport superseded(Place place) {
    log.info("superseded: a newer rollout than {} has run; nothing was done", place.rollout());
    return RunReport.superseded();
  }
}
