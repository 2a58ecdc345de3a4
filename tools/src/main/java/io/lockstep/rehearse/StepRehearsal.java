package io.lockstep.rehearse;

import io.lockstep.catalog.App;
import io.lockstep.catalog.Script;
import io.lockstep.fingerprint.Fingerprint;
import io.lockstep.fingerprint.FingerprintDifference;
import io.lockstep.history.UndoScript;
import io.lockstep.plan.Plan;
import io.lockstep.plan.Step;
import io.lockstep.rehearse.effect.Emptying;
import io.lockstep.rehearse.effect.OldPods;
import io.lockstep.rehearse.effect.Storage;
import io.lockstep.rehearse.effect.UsableTables;
import io.lockstep.run.report.StepError;
import io.lockstep.run.scratch.ScratchRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes one step forward, back and forward again, and collects the findings. */
final class StepRehearsal {
  private final ScratchPair pair;
  private final String schema;
  private final OldPods pods;
  private final Plan plan;
  private final List<Finding> findings = new ArrayList<>();
  private Fingerprint schemaNow;
  private Storage kept = new Storage(Map.of());
  private boolean failed;
  private boolean spoilt;
  private List<String> taken = List.of();

  /**
   * @param plan of this one step
   * @param before the schema before it
   */
  StepRehearsal(ScratchPair pair, String schema, OldPods pods, Plan plan, Fingerprint before) {
    this.pair = pair;
    this.schema = schema;
    this.pods = pods;
    this.plan = plan;
    this.schemaNow = before;
  }

  /** Rehearses it; afterwards it is applied, unless it {@link #failed}. */
  List<Finding> run() {
    Step step = plan.steps().get(0);
    if (step instanceof Step.Apply apply) {
      apply(apply);
    } else if (step instanceof Step.Repeat repeat) {
      repeat(repeat);
    } else if (step instanceof Step.Call call) {
      call(call);
    } else {
      takeBack((Step.Undo) step);
    }
    return List.copyOf(findings);
  }

  /** The schema after it. */
  Fingerprint schemaNow() {
    return schemaNow;
  }

  /** True if it could not be carried out even once. */
  boolean failed() {
    return failed;
  }

  /** True if the database has a wrong state now, and must be created again. */
  boolean spoilt() {
    return spoilt;
  }

  /**
   * What it takes from old pods, one line each; none of a contract step, for which they are gone.
   */
  List<String> takenFromOldPods() {
    return taken;
  }

  private void apply(Step.Apply step) {
    Fingerprint before = schemaNow;
    if (!first(step)) {
      return;
    }
    Optional<UndoScript.Stored> undo =
        pair.run().storedUndo(plan.app().name(), step.migration().version());
    if (undo.isPresent()) {
      if (undo(step, undo.get(), before)) {
        again(schemaNow);
      }
    } else if (!isMeantToStay(step) && needsUndo(plan.app(), step)) {
      findings.add(Finding.undoMissing(step.migration().script().undoFileName()));
    }
  }

  /** True if it has no undo script because its script declares so. */
  static boolean isMeantToStay(Step step) {
    return step instanceof Step.Apply apply
        && apply.undo().isEmpty()
        && apply.migration().isIrreversible();
  }

  /** True if it must have an undo script. */
  static boolean needsUndo(App app, Step.Apply step) {
    return app.undoPolicy(Set.of()).requires(step.migration().version());
  }

  /** Carries the step out for the first time, and checks its effect on existing objects. */
  private boolean first(Step step) {
    ScratchRun run = pair.run();
    Storage storage = Storage.read(run.jdbc(), schema);
    UsableTables usable = pods.before(run.jdbc());
    pair.locks().take();
    Optional<StepError> error = run.execute(plan);
    if (error.isPresent()) {
      findings.add(Finding.applyFails(error.get()));
      failed = true;
      spoilt = step.noTransaction();
      return false;
    }
    pair.keep(plan);
    schemaNow = run.fingerprint();
    List<String> changes = pods.changes(usable, run.jdbc());
    taken = step instanceof Step.Apply apply && apply.contract() ? List.of() : changes;
    Storage now = Storage.read(run.jdbc(), schema);
    kept = now.of(storage);
    findings.addAll(
        new StorageLints(storage, now, Emptying.of(text(step)))
            .findings(pair.locks().take(), step.noTransaction()));
    return true;
  }

  private static String text(Step step) {
    return step.onDisk().orElseThrow().read();
  }

  /** True if it left the schema as it was before. */
  private boolean undo(Step.Apply step, UndoScript undo, Fingerprint before) {
    String file = step.migration().undo().map(Script::toString).orElse(undo.script());
    Step.Undo back =
        new Step.Undo(step.migration().version(), step.migration().description(), undo, file);
    Optional<StepError> error = pair.run().execute(PlanRehearsal.only(plan, List.of(back)));
    if (error.isPresent()) {
      findings.add(Finding.undoFails(file, error.get()));
      spoilt = undo.noTransaction();
      return false;
    }
    FingerprintDifference difference =
        FingerprintDifference.between(before, pair.run().fingerprint());
    if (difference.meansNothing()) {
      if (difference.isOfBlanks()) {
        findings.add(Finding.blanksDiffer(file, difference));
      }
      losses(step, file).ifPresent(findings::add);
      return true;
    }
    if (difference.addsOnlyEnumValues() && appliedAgain(schemaNow).isEmpty()) {
      findings.add(Finding.enumValueStays(file, difference));
    } else {
      findings.add(Finding.undoNotInverse(file, difference));
      spoilt = true;
    }
    return false;
  }

  /** What was there before the migration, and is made anew by an undo script, has lost its data. */
  private Optional<Finding> losses(Step.Apply step, String file) {
    Emptying emptying = Emptying.of(step.migration().undo().map(Script::read).orElse(""));
    List<String> lost =
        new StorageLints(kept, Storage.read(pair.run().jdbc(), schema), emptying).losses();
    return lost.isEmpty() ? Optional.empty() : Optional.of(Finding.undoDestroys(file, lost));
  }

  private void again(Fingerprint expected) {
    Optional<Finding> fault = appliedAgain(expected);
    spoilt = fault.isPresent();
    fault.ifPresent(findings::add);
  }

  /** Applies it again; the finding if that fails, or has another result. */
  private Optional<Finding> appliedAgain(Fingerprint expected) {
    Optional<StepError> error = pair.run().execute(plan);
    if (error.isPresent()) {
      return error.map(Finding::reapplyFails);
    }
    schemaNow = pair.run().fingerprint();
    FingerprintDifference difference = FingerprintDifference.between(expected, schemaNow);
    return difference.meansNothing()
        ? Optional.empty()
        : Optional.of(Finding.reapplyDiffers(difference));
  }

  /** A repeatable has no undo, but runs on its own result whenever it changes. */
  private void repeat(Step.Repeat step) {
    if (first(step)) {
      pair.run().makeRepeatablesDue(plan.app());
      again(schemaNow);
    }
  }

  /** A callback runs on its own result with each run. */
  private void call(Step.Call step) {
    if (first(step)) {
      again(schemaNow);
    }
  }

  /** A step back that the targets ask for; its drops are intended. */
  private void takeBack(Step.Undo step) {
    Optional<StepError> error = pair.run().execute(plan);
    if (error.isPresent()) {
      findings.add(Finding.undoFails(step.file(), error.get()));
      failed = true;
      spoilt = step.noTransaction();
      return;
    }
    pair.keep(plan);
    schemaNow = pair.run().fingerprint();
  }
}
