package io.lockstep.verify;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.catalog.Catalog;
import io.lockstep.history.DatabaseState;
import io.lockstep.plan.Plan;
import io.lockstep.plan.PlanOptions;
import io.lockstep.plan.Planner;
import io.lockstep.plan.Step;
import io.lockstep.targets.Target;
import java.util.List;
import java.util.Optional;

/** Checks whether targets are reached; of several for one app only the last, where a run ends. */
final class TargetCheck {
  private final Planner planner;
  private final DatabaseState state;

  TargetCheck(Catalog catalog, DatabaseState state) {
    this.state = state;
    this.planner = new Planner(catalog, state, PlanOptions.STRICT);
  }

  /**
   * One finding for each target that is not reached.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) for an unknown app or version
   */
  List<String> findings(List<Target> targets) {
    return Target.lastOfEach(targets).stream().map(this::check).flatMap(Optional::stream).toList();
  }

  private Optional<String> check(Target target) {
    try {
      Plan plan = planner.plan(List.of(target)).get(0);
      long steps = plan.steps().stream().filter(step -> !runsEachTime(step, target)).count();
      return steps == 0
          ? Optional.empty()
          : Optional.of(
              "target \"%s\" is not reached: %s is at %s, %d step(s) away"
                  .formatted(target, target.app(), plan.from(), steps));
    } catch (LockstepException problem) {
      if (problem.exit() != ExitCode.REFUSED) {
        throw problem;
      }
      return problem.text().lines().findFirst();
    }
  }

  /** True for a repeatable that has been applied, and that no state can keep from running again. */
  private boolean runsEachTime(Step step, Target target) {
    return step instanceof Step.Repeat repeat
        && repeat.repeatable().isIncomparable()
        && state.history(target.app()).repeatable(repeat.repeatable().description()).isPresent();
  }
}
