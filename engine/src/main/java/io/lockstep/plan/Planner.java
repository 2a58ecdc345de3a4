package io.lockstep.plan;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.catalog.App;
import io.lockstep.catalog.Catalog;
import io.lockstep.history.AppHistory;
import io.lockstep.history.BatchProgress;
import io.lockstep.history.DatabaseState;
import io.lockstep.history.StepAction;
import io.lockstep.plan.contract.AppRuns;
import io.lockstep.plan.contract.ContractPhase;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Goal;
import io.lockstep.targets.Target;
import io.lockstep.targets.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Works out all steps to the targets before the first one runs, or refuses with the reason (rule
 * 3). Only reads.
 */
public final class Planner {
  /** What some write for zero; it may be a version as well. */
  private static final Version NONE = Version.of("0");

  private final Catalog catalog;
  private final DatabaseState state;
  private final PlanOptions options;
  private final AppRuns runs;

  /** Plans from this state with the migrations of this catalog. */
  public Planner(Catalog catalog, DatabaseState state, PlanOptions options, AppRuns runs) {
    this.catalog = catalog;
    this.state = state;
    this.options = options;
    this.runs = runs;
  }

  /**
   * One plan per target, each from the end of the one before.
   *
   * @throws LockstepException {@link ExitCode#USAGE} for an unknown app or version, {@link
   *     ExitCode#REFUSED} for a plan that can't be executed completely
   */
  public List<Plan> plan(List<Target> targets) {
    return new UnfinishedCheck(state, options, this::outOfOrder)
        .check(build(targets, options).stream().map(this::noteBegun).toList());
  }

  /** A step in batches that was begun is not applied yet, so nothing depends on its end. */
  private Plan noteBegun(Plan plan) {
    List<String> notes =
        state.begun().stream()
            .filter(batch -> batch.app().equals(plan.app().name().text()))
            .filter(batch -> batch.action() == StepAction.APPLY)
            .filter(
                batch ->
                    !state
                        .history(plan.app().name())
                        .applied()
                        .containsKey(Version.of(batch.version())))
            .map(batch -> note(plan, batch))
            .toList();
    return notes.isEmpty() ? plan : plan.noting(notes);
  }

  private static String note(Plan plan, BatchProgress batch) {
    boolean goesOn =
        plan.steps().stream()
            .filter(step -> step.action() == batch.action())
            .anyMatch(step -> step.script().equals(batch.script()));
    return batch.script()
        + " was begun: "
        + BatchProgress.rowsText(batch.rows(), batch.batches())
        + " are changed so far, and stay as they are"
        + (goesOn ? "; it goes on from there" : "");
  }

  private Plan outOfOrder(Target target, ContractPhase phase) {
    return build(List.of(target), options.allowingOutOfOrder().in(phase)).get(0);
  }

  private List<Plan> build(List<Target> targets, PlanOptions options) {
    Simulation simulation = new Simulation(catalog, state);
    ContractLines lines = new ContractLines(catalog, state, options, runs);
    AcceptedChanges acceptance = new AcceptedChanges(options.acceptChanged());
    List<Plan> plans = new ArrayList<>();
    for (Target target : targets) {
      App app = app(target);
      AppHistory history = state.history(app.name());
      plans.add(
          new TargetPlanner(target, app, history, state, simulation, options, acceptance, lines)
              .build(limit(target, app, simulation)));
    }
    PlaceholderCheck.refuseOpen(plans);
    List<String> idle = acceptance.notes(plans, state);
    if (!idle.isEmpty()) {
      plans.set(0, plans.get(0).noting(idle));
    }
    return List.copyOf(plans);
  }

  /** The app on disk; stored scripts can still take back an app that only the database knows. */
  private App app(Target target) {
    AppName name = target.app();
    return catalog
        .app(name)
        .or(
            () ->
                state.histories().containsKey(name) && !(target.goal() instanceof Goal.Latest)
                    ? Optional.of(App.notOnDisk(name))
                    : Optional.empty())
        .orElseThrow(
            () ->
                new LockstepException(
                    ExitCode.USAGE,
                    "target \"" + target + "\"",
                    "there is no app " + name + " in " + catalog.folder(),
                    catalog.apps().isEmpty()
                        ? "The folder holds no app, which is a folder of its own; copy yours into an image"
                            + " on top (COPY db/ /db/), or give the folder above your app's with --db DIR"
                            + " or LOCKSTEP_DB."
                        : "Apps there are: " + catalog.apps().keySet() + "."));
  }

  /** The highest version that stays or is applied; empty for zero. */
  private Optional<Version> limit(Target target, App app, Simulation simulation) {
    if (target.goal() instanceof Goal.At at) {
      return Optional.of(known(target, app, at.version(), simulation));
    }
    if (target.goal() instanceof Goal.Latest) {
      Optional<Version> latest = app.latest();
      if (latest.isEmpty() && !simulation.applied(app.name()).isEmpty()) {
        throw new LockstepException(
            ExitCode.REFUSED,
            "target \"" + target + "\"",
            "there is no migration on disk, while the database is at "
                + simulation.currentText(app.name()),
            "If everything shall be taken back, say \""
                + app.name()
                + " zero\"; else give the right folder with --db.");
      }
      // an app of repeatables alone stays where its history begins
      return latest.or(() -> simulation.current(app.name()));
    }
    return Optional.empty();
  }

  private Version known(Target target, App app, Version version, Simulation simulation) {
    boolean known =
        app.versions().contains(version)
            || simulation.applied(app.name()).contains(version)
            || simulation.baseline(app.name()).filter(version::equals).isPresent();
    if (!known) {
      throw new LockstepException(
          ExitCode.USAGE,
          "target \"" + target + "\"",
          "app " + app.name() + " has no version " + version,
          app.latest()
              .map(
                  latest ->
                      "Its latest on disk is "
                          + latest
                          + "; \"./lockstep list\" shows them all."
                          + (version.equals(NONE)
                              ? " For nothing applied the target is \"" + app.name() + " zero\"."
                              : ""))
              .orElse(
                  app.repeatables().isEmpty()
                      ? "It has no migrations on disk."
                      : "It has only repeatables, which have no version: the target is \""
                          + app.name()
                          + " latest\"."));
    }
    return version;
  }
}
