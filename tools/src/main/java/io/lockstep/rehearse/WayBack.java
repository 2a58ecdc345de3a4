package io.lockstep.rehearse;

import io.lockstep.LockstepException;
import io.lockstep.catalog.App;
import io.lockstep.fingerprint.Fingerprint;
import io.lockstep.fingerprint.FingerprintDifference;
import io.lockstep.plan.Plan;
import io.lockstep.plan.Step;
import io.lockstep.plan.contract.ContractPhase;
import io.lockstep.run.report.StepError;
import io.lockstep.run.scratch.ScratchRun;
import io.lockstep.targets.Goal;
import io.lockstep.targets.Target;
import io.lockstep.targets.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The way that a rollout with contract steps takes, and its rollback: forwards to the line, over
 * it, back to the line, and back below what the release has brought. The steps before the contract
 * steps are collected here while they are rehearsed.
 */
final class WayBack {
  private final List<Passed> plain = new ArrayList<>();
  private final List<Passed> contracts = new ArrayList<>();

  /** A step that was rehearsed without a fault, and the schema before it. */
  private record Passed(Step.Apply step, Fingerprint before) {}

  /**
   * Takes a step that is applied now.
   *
   * @param well false if it has a fault, so that no way leads back over it
   */
  void passed(Step step, Fingerprint before, boolean well) {
    if (!(step instanceof Step.Apply apply)) {
      return;
    }
    if (!contracts.isEmpty() && !apply.contract()) {
      begin();
    }
    if (!well || apply.undo().isEmpty()) {
      begin();
    } else if (apply.contract()) {
      contracts.add(new Passed(apply, before));
    } else {
      plain.add(new Passed(apply, before));
    }
  }

  /** Begins again with the next step. */
  void begin() {
    plain.clear();
    contracts.clear();
  }

  /** True if a way back begins here: the last step was a contract step, and the next is none. */
  boolean beginsBefore(Optional<Step> next) {
    return !contracts.isEmpty()
        && next.filter(step -> step instanceof Step.Apply apply && apply.contract()).isEmpty();
  }

  /**
   * Goes the way back and forth; not where the plan back is refused, since other apps may require
   * what is here.
   *
   * @param now the schema with all of it applied
   * @return the fault, if there is one; the database has a wrong state then
   */
  Optional<Finding> go(ScratchRun run, Plan plan, Fingerprint now) {
    Passed line = contracts.get(0);
    Passed first = plain.isEmpty() ? line : plain.get(0);
    Target back = new Target(plan.app().name(), below(plan.app(), first.step()));
    Optional<Plan> toLine = planBack(run, back);
    if (toLine.isEmpty()) {
      return Optional.empty();
    }
    Target forth = new Target(plan.app().name(), new Goal.At(last().step().migration().version()));
    return back(run, toLine.get(), line)
        .or(() -> back(run, planned(run, back), first))
        .or(() -> forth(run, planned(run, forth), now));
  }

  private Passed last() {
    return contracts.get(contracts.size() - 1);
  }

  /** Where the app was before this step. */
  static Goal below(App app, Step.Apply first) {
    Version lower = app.versions().lower(first.migration().version());
    return lower == null ? new Goal.Zero() : new Goal.At(lower);
  }

  private static Optional<Plan> planBack(ScratchRun run, Target back) {
    try {
      return Optional.of(run.plan(List.of(back), ContractPhase.BEFORE_ROLLOUT).get(0))
          .filter(Plan::takesBack);
    } catch (LockstepException refused) {
      return Optional.empty();
    }
  }

  private static Plan planned(ScratchRun run, Target target) {
    return run.plan(List.of(target), ContractPhase.AFTER_ROLLOUT).get(0);
  }

  /** Goes to where this step was not applied yet. */
  private static Optional<Finding> back(ScratchRun run, Plan plan, Passed lowest) {
    String file = lowest.step().undo().orElseThrow().file().toString();
    return to(
        run,
        plan,
        lowest.before(),
        error -> Finding.undoFails(file, error),
        difference -> Finding.undoNotInverse(file, difference));
  }

  private static Optional<Finding> forth(ScratchRun run, Plan plan, Fingerprint expected) {
    return to(run, plan, expected, Finding::reapplyFails, Finding::reapplyDiffers);
  }

  /** Without repeatables and callbacks, which are rehearsed by themselves. */
  private static Optional<Finding> to(
      ScratchRun run,
      Plan plan,
      Fingerprint expected,
      Function<StepError, Finding> failed,
      Function<FingerprintDifference, Finding> differs) {
    Optional<StepError> error =
        run.execute(
            PlanRehearsal.only(
                plan,
                plan.steps().stream()
                    .filter(step -> step.migrationVersion().isPresent())
                    .toList()));
    if (error.isPresent()) {
      return error.map(failed);
    }
    FingerprintDifference difference = FingerprintDifference.between(expected, run.fingerprint());
    return difference.meansNothing() ? Optional.empty() : Optional.of(differs.apply(difference));
  }
}
