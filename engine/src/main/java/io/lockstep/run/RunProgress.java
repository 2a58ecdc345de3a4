package io.lockstep.run;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.RunResult;
import io.lockstep.audit.step.StepLogReader;
import io.lockstep.plan.Plan;
import io.lockstep.run.report.RunLogWriter;
import io.lockstep.run.report.RunReport;
import io.lockstep.run.report.StepReport;
import io.lockstep.run.step.InDoubtStep;
import io.lockstep.run.step.StepLog;
import io.lockstep.run.step.StepOutcome;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The progress of a run. After a lost connection the run goes on from here.
 *
 * @param reached the plans that are done
 * @param steps the steps that have committed, for the report
 * @param drift changes that were made by hand since the run before
 * @param inDoubt a step that may have committed or not
 * @param openRow the row of the run log that has no end yet
 * @param last the last steps of the plans that are done; empty if these had none
 */
record RunProgress(
    List<Plan> reached,
    List<StepReport> steps,
    List<String> drift,
    Optional<InDoubtStep> inDoubt,
    Optional<Long> openRow,
    Optional<LastSteps> last) {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.run");

  /** Nothing is done. */
  static final RunProgress NONE =
      new RunProgress(
          List.of(), List.of(), List.of(), Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * The steps of the last plan that has any.
   *
   * @param run its row in the run log
   */
  record LastSteps(long run, int number) {}

  /** Adds the result of a plan that was executed, completely or in part. */
  RunProgress after(StepLog log) {
    return new RunProgress(
        log.isReached() ? added(reached, List.of(log.plan())) : reached,
        added(steps, log.reports()),
        drift,
        log.inDoubtStep(),
        log.openRow(),
        log.isReached() && !log.reports().isEmpty()
            ? Optional.of(new LastSteps(log.row(), log.reports().size()))
            : last);
  }

  /**
   * What is left of it on the server. One that has crashed with synchronous_commit off, or a
   * standby that was behind and has taken over, may have lost what was committed last. It has all
   * that came before what it has; so if the last plan that is done has its steps, the others have
   * theirs.
   *
   * @param jdbc a session with the lock
   */
  RunProgress left(JdbcClient jdbc) {
    if (last.filter(steps -> new StepLogReader(jdbc).done(steps.run()) < steps.number())
        .isEmpty()) {
      return this;
    }
    log.warn(
        "the server has lost steps that had committed (a crash with synchronous_commit off, or a standby that was behind?): beginning with the first target again");
    return new RunProgress(List.of(), steps, drift, inDoubt, openRow, Optional.empty());
  }

  /** Nothing is in doubt any more: the step has committed if the new plans do not contain it. */
  RunProgress settled(List<Plan> plans) {
    Optional<InDoubtStep> done = inDoubt.filter(step -> step.hasCommitted(plans));
    done.ifPresent(step -> log.info("{} had committed before the connection broke", step.text()));
    return done.map(this::committed).orElseGet(this::certain);
  }

  private RunProgress committed(InDoubtStep step) {
    return new RunProgress(
        reached, added(steps, List.of(step.report())), drift, Optional.empty(), openRow, last);
  }

  /** How the step in doubt has ended, as a session knows it that began before the step. */
  StepOutcome outcome(JdbcClient jdbc) {
    return inDoubt
        .map(step -> StepOutcome.of(jdbc, step.transaction()))
        .orElse(StepOutcome.UNKNOWN);
  }

  /** Forgets the step in doubt. */
  RunProgress certain() {
    return new RunProgress(reached, steps, drift, Optional.empty(), openRow, last);
  }

  /** The error, with how the step in doubt ended, if there is one. */
  LockstepException explain(LockstepException problem, Function<InDoubtStep, StepOutcome> outcome) {
    return inDoubt.map(step -> problem.with(step.ended(outcome.apply(step)))).orElse(problem);
  }

  /**
   * The error of a run that is refused. If its connection broke after steps had begun, it is not
   * true that nothing was changed.
   */
  LockstepException refused(LockstepException problem, Function<InDoubtStep, StepOutcome> outcome) {
    if (isNew()) {
      return problem;
    }
    LockstepException failed =
        problem.exit() == ExitCode.REFUSED ? problem.as(ExitCode.MIGRATION_FAILED) : problem;
    return explain(failed, outcome).with("Steps that were done before are kept.");
  }

  /** The error of a run that can't go on after its sessions were lost. */
  LockstepException cutShort(
      LockstepException problem, Function<InDoubtStep, StepOutcome> outcome) {
    return problem.exit() == ExitCode.REFUSED
        ? refused(problem, outcome)
        : explain(problem, outcome);
  }

  /** The same, which is also written into the run log. */
  LockstepException givenUp(
      JdbcClient jdbc, LockstepException problem, Function<InDoubtStep, StepOutcome> outcome) {
    LockstepException told = cutShort(problem, outcome);
    try {
      openRow.ifPresent(row -> RunLogWriter.failed(jdbc, row, told));
    } catch (DataAccessException e) {
      log.debug("the next run ends the row in the run log", e);
    }
    return told;
  }

  /** True if no step was begun. */
  boolean isNew() {
    return steps.isEmpty() && inDoubt.isEmpty();
  }

  /** Adds changes that were made by hand. */
  RunProgress withDrift(List<String> found) {
    return new RunProgress(reached, steps, added(drift, found), inDoubt, openRow, last);
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
