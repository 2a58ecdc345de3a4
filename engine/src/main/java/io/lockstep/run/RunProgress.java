package io.lockstep.run;

import io.lockstep.LockstepException;
import io.lockstep.RunResult;
import io.lockstep.plan.Plan;
import io.lockstep.run.report.RunReport;
import io.lockstep.run.report.StepReport;
import io.lockstep.run.step.InDoubtStep;
import io.lockstep.run.step.StepLog;
import io.lockstep.run.step.StepOutcome;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The progress of a run. After a lost connection the run goes on from here.
 *
 * @param reached the plans that are done
 * @param steps the steps that have committed, for the report
 * @param drift changes that were made by hand since the run before
 * @param inDoubt a step that may have committed or not
 * @param openRow the row of the run log that has no end yet
 */
record RunProgress(
    List<Plan> reached,
    List<StepReport> steps,
    List<String> drift,
    Optional<InDoubtStep> inDoubt,
    Optional<Long> openRow) {
  /** Nothing is done. */
  static final RunProgress NONE =
      new RunProgress(List.of(), List.of(), List.of(), Optional.empty(), Optional.empty());

  /** Adds the result of a plan that was executed, completely or in part. */
  RunProgress after(StepLog log) {
    return new RunProgress(
        log.isReached() ? added(reached, List.of(log.plan())) : reached,
        added(steps, log.reports()),
        drift,
        log.inDoubtStep(),
        log.openRow());
  }

  /** Counts the step in doubt as committed. */
  RunProgress committed(InDoubtStep step) {
    return new RunProgress(
        reached, added(steps, List.of(step.report())), drift, Optional.empty(), openRow);
  }

  /** Forgets the step in doubt. */
  RunProgress certain() {
    return new RunProgress(reached, steps, drift, Optional.empty(), openRow);
  }

  /** The error, with how the step in doubt ended, if there is one. */
  LockstepException explain(LockstepException problem, Function<InDoubtStep, StepOutcome> outcome) {
    return inDoubt.map(step -> problem.with(step.ended(outcome.apply(step)))).orElse(problem);
  }

  /** Adds changes that were made by hand. */
  RunProgress withDrift(List<String> found) {
    return new RunProgress(reached, steps, added(drift, found), inDoubt, openRow);
  }

  /** The report of a run that has reached all its targets. */
  RunReport report() {
    boolean nothing = reached.stream().allMatch(Plan::isEmpty) && steps.isEmpty();
    return report(nothing ? RunResult.NOTHING_TO_DO : RunResult.DONE);
  }

  /** The report of a run that has made room for a newer rollout. */
  RunReport superseded() {
    return report(RunResult.SUPERSEDED);
  }

  private RunReport report(RunResult result) {
    return new RunReport(
        result, reached.stream().map(RunReport.TargetReport::of).toList(), steps, drift);
  }

  private static <T> List<T> added(List<T> list, List<T> more) {
    return Stream.concat(list.stream(), more.stream()).toList();
  }
}
