package io.lockstep.rehearse;

import io.lockstep.CancellableClock;
import io.lockstep.catalog.Catalog;
import io.lockstep.database.Connector;
import io.lockstep.plan.Plan;
import io.lockstep.plan.Step;
import io.lockstep.rehearse.effect.LockObserver;
import io.lockstep.rehearse.scratch.ScratchDatabases;
import io.lockstep.run.report.StepError;
import io.lockstep.run.scratch.ScratchRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Two scratch databases: one for trials, in which steps are applied, undone and applied again; and
 * one that only goes forward, and only when the first was spoilt and a copy of the second has to
 * replace it. So each step runs in the second at most once, however many undo scripts are bad.
 */
final class ScratchPair implements AutoCloseable {
  private final ScratchDatabases databases;
  private final Catalog catalog;
  private final CancellableClock clock;
  private final LockObserver locks = new LockObserver();
  private final Connector forward;
  private final List<Plan> ahead = new ArrayList<>();
  private Connector trial;
  private ScratchRun run;

  /**
   * @param forward a database at the start of the rehearsal
   */
  ScratchPair(
      ScratchDatabases databases, Connector forward, Catalog catalog, CancellableClock clock) {
    this.databases = databases;
    this.forward = forward;
    this.catalog = catalog;
    this.clock = clock;
    this.trial = databases.copy(forward);
    this.run = open(trial);
  }

  private ScratchRun open(Connector database) {
    return ScratchRun.open(database, catalog, clock, locks);
  }

  /** The database for trials. */
  ScratchRun run() {
    return run;
  }

  /** The locks seen in any of its steps. */
  LockObserver locks() {
    return locks;
  }

  /** Keeps a step's effect. */
  void keep(Plan step) {
    ahead.add(step);
  }

  /**
   * Creates the database for trials again, with the effect of all kept steps.
   *
   * @return the error if that is impossible: a step that worked once fails the second time
   */
  Optional<StepError> renew() {
    run.close();
    databases.drop(trial);
    Optional<StepError> error = catchUp();
    trial = databases.copy(forward);
    run = open(trial);
    return error;
  }

  private Optional<StepError> catchUp() {
    if (ahead.isEmpty()) {
      return Optional.empty();
    }
    try (ScratchRun behind = open(forward)) {
      for (Plan plan : joined()) {
        Optional<StepError> error = behind.execute(plan);
        if (error.isPresent()) {
          return error;
        }
      }
    } finally {
      ahead.clear();
      locks.take();
    }
    return Optional.empty();
  }

  /** Joins neighbours of one target into one plan, which takes a fraction of the time. */
  private List<Plan> joined() {
    List<Plan> plans = new ArrayList<>();
    for (Plan plan : ahead) {
      int last = plans.size() - 1;
      if (last >= 0 && plans.get(last).target().equals(plan.target())) {
        plans.set(last, join(plans.get(last), plan));
      } else {
        plans.add(plan);
      }
    }
    return plans;
  }

  private static Plan join(Plan first, Plan second) {
    List<Step> steps = Stream.concat(first.steps().stream(), second.steps().stream()).toList();
    return new Plan(
        first.target(),
        first.app(),
        first.from(),
        second.to(),
        steps,
        first.accepted(),
        first.notes(),
        first.unfinished(),
        List.of());
  }

  @Override
  public void close() {
    run.close();
  }
}
