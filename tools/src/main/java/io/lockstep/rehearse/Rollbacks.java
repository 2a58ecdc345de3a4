package io.lockstep.rehearse;

import io.lockstep.LockstepException;
import io.lockstep.catalog.App;
import io.lockstep.catalog.Script;
import io.lockstep.plan.Plan;
import io.lockstep.plan.Step;
import io.lockstep.run.report.StepError;
import io.lockstep.run.scratch.ScratchRun;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Goal;
import io.lockstep.targets.Target;
import io.lockstep.targets.Version;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The way back from the end of all plans. A rollback finds all repeatables in place, while each
 * undo script was rehearsed before they came: a view may keep it from dropping its column.
 */
final class Rollbacks {
  private final List<End> ends = new ArrayList<>();
  private boolean repeated;

  /** The versions at the end of a plan over which a way leads back, oldest first. */
  private record End(App app, List<Step.Apply> passed) {
    private boolean isOf(AppName name) {
      return app.name().equals(name);
    }

    private Goal below() {
      return WayBack.below(app, passed.get(0));
    }
  }

  /** A migration whose undo script fails then. */
  record Failure(App app, Step.Apply step, Finding finding) {}

  /** Begins a plan; an app has one for each of its targets. */
  void begin(App app) {
    ends.add(new End(app, new ArrayList<>()));
  }

  /**
   * Takes a step of the last plan that is carried out now.
   *
   * @param well false if it has a fault, so that no way leads back over it
   */
  void passed(App app, Step step, boolean well) {
    repeated = repeated || step instanceof Step.Repeat;
    if (step instanceof Step.Apply apply && well && apply.undo().isPresent()) {
      ends.get(ends.size() - 1).passed().add(apply);
    } else if (step instanceof Step.Apply) {
      forget(app, any -> true);
    } else if (step instanceof Step.Undo undo) {
      forget(app, apply -> apply.migration().version().equals(undo.version()));
    }
  }

  private void forget(App app, Predicate<Step.Apply> some) {
    ends.stream().filter(end -> end.isOf(app.name())).forEach(end -> end.passed().removeIf(some));
  }

  /** Goes back, the last plan first; not where that is refused, or would show nothing new. */
  List<Failure> go(ScratchRun run) {
    List<Failure> failures = new ArrayList<>();
    Set<AppName> stopped = new HashSet<>();
    List<End> lastFirst = new ArrayList<>(ends);
    Collections.reverse(lastFirst);
    for (End end : lastFirst) {
      if (repeated && !end.passed().isEmpty() && !stopped.contains(end.app().name())) {
        planned(run, end).flatMap(plan -> go(run, end, plan)).ifPresent(failures::add);
        failures.forEach(failure -> stopped.add(failure.app().name()));
      }
    }
    return failures;
  }

  /** Not to zero: no release is older than the first version. */
  private static Optional<Plan> planned(ScratchRun run, End end) {
    Goal below = end.below();
    Goal goal =
        below instanceof Goal.Zero ? new Goal.At(end.passed().get(0).migration().version()) : below;
    Target target = new Target(end.app().name(), goal);
    try {
      return Optional.of(run.plan(List.of(target)).get(0));
    } catch (LockstepException refused) {
      return Optional.empty();
    }
  }

  private Optional<Failure> go(ScratchRun run, End end, Plan plan) {
    List<Step> undos = plan.steps().stream().filter(Step.Undo.class::isInstance).toList();
    return run.execute(PlanRehearsal.only(plan, undos))
        .flatMap(
            error ->
                run.failed()
                    .flatMap(Step::migrationVersion)
                    .flatMap(
                        version ->
                            end.passed().stream()
                                .filter(step -> step.migration().version().equals(version))
                                .findFirst())
                    .map(step -> new Failure(end.app(), step, finding(end.app(), step, error))));
  }

  private Finding finding(App app, Step.Apply step, StepError error) {
    String file = step.migration().undo().map(Script::toString).orElseThrow();
    List<String> behind = behind(app, step.migration().version());
    return new Finding(
        Finding.Kind.UNDO_FAILS,
        "undo fails with the repeatables in place: " + file + error.where() + ": " + error.reason(),
        behind.isEmpty()
            ? List.of()
            : List.of("so these were not tried with them: " + String.join(", ", behind)),
        "Let the undo script first drop what depends on it: a rollback begins with the repeatables"
            + " as they are, and applies the older ones after it.",
        Optional.of(file),
        error.line(),
        Optional.empty());
  }

  /** The undo scripts that would have come after that of this version, in their order. */
  private List<String> behind(App app, Version failed) {
    List<String> files = new ArrayList<>();
    for (End end : ends) {
      if (end.isOf(app.name()) && !end.passed().isEmpty()) {
        end.passed().stream()
            .skip(end.below() instanceof Goal.Zero ? 1 : 0)
            .filter(step -> step.migration().version().compareTo(failed) < 0)
            .forEach(step -> files.add(0, step.undo().orElseThrow().script()));
      }
    }
    return files;
  }
}
