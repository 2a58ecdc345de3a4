package io.lockstep.run;

import io.lockstep.plan.Plan;
import io.lockstep.run.report.RunReport;
import io.lockstep.run.report.StepReport;
import io.lockstep.run.step.InDoubtStep;
import io.lockstep.run.step.StepLog;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How far a run has come. A run that has lost a connection goes on from here.
 *
 * @param reached the plans that are done
 * @param steps the steps that have committed, for the report
 * @param drift what was done by hand since the run before
 * @param inDoubt a step whose commit was not answered
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

  /** A plan was executed as far as this log says. */
  RunProgress after(StepLog log) {
    return new RunProgress(
        log.isReached() ? added(reached, List.of(log.plan())) : reached,
        added(steps, log.reports()),
        drift,
        log.inDoubtStep(),
        log.openRow());
  }

  /** The step in doubt has committed. */
  RunProgress committed(InDoubtStep step) {
    return new RunProgress(
        reached, added(steps, List.of(step.report())), drift, Optional.empty(), openRow);
  }

  /** No step is in doubt. */
  RunProgress certain() {
    return new RunProgress(reached, steps, drift, Optional.empty(), openRow);
  }

  /** This was done by hand as well. */
  RunProgress withDrift(List<String> found) {
    return new RunProgress(reached, steps, added(drift, found), inDoubt, openRow);
  }

  /** What a run that has reached all its targets reports. */
  RunReport report() {
    boolean nothing = reached.stream().allMatch(Plan::isEmpty) && steps.isEmpty();
    return new RunReport(
        nothing ? "nothing to do" : "done",
        reached.stream().map(RunProgress::report).toList(),
        steps,
        drift);
  }

  /** Where the apps are, in one line. */
  String versions() {
    return reached.stream()
        .map(plan -> plan.app().name() + " is at " + plan.to())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static RunReport.TargetReport report(Plan plan) {
    return new RunReport.TargetReport(
        plan.target().toString(), plan.app().name().text(), plan.from(), plan.to());
  }

  private static <T> List<T> added(List<T> list, List<T> more) {
    return Stream.concat(list.stream(), more.stream()).toList();
  }
}
