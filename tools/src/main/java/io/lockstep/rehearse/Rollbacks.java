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
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The way back from the end of all plans. A rollback finds all repeatables in place, while each
 * undo script was rehearsed before they came: a view may keep it from dropping its column.
 */
final class Rollbacks {
  private final Map<AppName, End> ends = new LinkedHashMap<>();
  private boolean repeated;
  private boolean mixed;

  /** The versions at the end of an app's plan over which a way leads back, oldest first. */
  private record End(App app, List<Step.Apply> passed) {}

  /** A migration whose undo script fails then. */
  record Failure(App app, Step.Apply step, Finding finding) {}

  /** Begins a plan; if an app has several, the order of the way back is not known. */
  void begin(App app) {
    mixed = ends.put(app.name(), new End(app, new ArrayList<>())) != null || mixed;
  }

  /**
   * Takes a step that is carried out now.
   *
   * @param well false if it has a fault, so that no way leads back over it
   */
  void passed(App app, Step step, boolean well) {
    repeated = repeated || step instanceof Step.Repeat;
    if (step instanceof Step.Apply apply) {
      List<Step.Apply> passed =
          ends.computeIfAbsent(app.name(), name -> new End(app, new ArrayList<>())).passed();
      if (well && apply.undo().isPresent()) {
        passed.add(apply);
      } else {
        passed.clear();
      }
    }
  }

  /** Goes back, the last app first; not where that is refused, or would show nothing new. */
  List<Failure> go(ScratchRun run) {
    List<End> lastFirst = new ArrayList<>(ends.values());
    Collections.reverse(lastFirst);
    return lastFirst.stream()
        .filter(end -> repeated && !mixed && !end.passed().isEmpty())
        .flatMap(end -> planned(run, end).flatMap(plan -> go(run, end, plan)).stream())
        .toList();
  }

  /** Not to zero: no release is older than the first version. */
  private static Optional<Plan> planned(ScratchRun run, End end) {
    Step.Apply first = end.passed().get(0);
    Goal below = WayBack.below(end.app(), first);
    Goal goal = below instanceof Goal.Zero ? new Goal.At(first.migration().version()) : below;
    Target target = new Target(end.app().name(), goal);
    try {
      return Optional.of(run.plan(List.of(target)).get(0));
    } catch (LockstepException refused) {
      return Optional.empty();
    }
  }

  private static Optional<Failure> go(ScratchRun run, End end, Plan plan) {
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
                    .map(step -> new Failure(end.app(), step, finding(step, error))));
  }

  private static Finding finding(Step.Apply step, StepError error) {
    String file = step.migration().undo().map(Script::toString).orElseThrow();
    return new Finding(
        Finding.Kind.UNDO_FAILS,
        "undo fails with the repeatables in place: " + file + error.where() + ": " + error.reason(),
        List.of(),
        "Let the undo script first drop what depends on it: a rollback begins with the repeatables"
            + " as they are, and applies the older ones after it.",
        Optional.of(file),
        error.line(),
        Optional.empty());
  }
}
