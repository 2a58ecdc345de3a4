package io.lockstep.verify;

import io.lockstep.Abridged;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.catalog.Catalog;
import io.lockstep.history.DatabaseState;
import io.lockstep.plan.Plan;
import io.lockstep.plan.PlanOptions;
import io.lockstep.plan.Planner;
import io.lockstep.plan.Step;
import io.lockstep.plan.contract.ReleasedApps;
import io.lockstep.targets.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks whether targets are reached; of several for one app only the last, where a run ends. */
final class TargetCheck {
  private final Planner planner;
  private final DatabaseState state;
  private final List<String> findings = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  TargetCheck(Catalog catalog, DatabaseState state, ReleasedApps released) {
    this.state = state;
    this.planner = new Planner(catalog, state, PlanOptions.STRICT, released);
  }

  /**
   * One finding for each target that is not reached.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) for an unknown app or version
   */
  List<String> findings(List<Target> targets) {
    Target.lastOfEach(targets).forEach(target -> check(target).ifPresent(findings::add));
    return List.copyOf(findings);
  }

  /** What waits for old pods, a line each; to be read after the findings. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  private Optional<String> check(Target target) {
    try {
      Plan plan = planner.plan(List.of(target)).get(0);
      if (!plan.waiting().isEmpty()) {
        notes.add(
            "%s waits for the old pods: %s"
                .formatted(
                    target.app(),
                    Abridged.names(plan.waiting().stream().map(Step::script).toList())));
      }
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
