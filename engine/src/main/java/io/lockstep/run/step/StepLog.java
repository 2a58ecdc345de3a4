package io.lockstep.run.step;

import io.lockstep.CancellableClock;
import io.lockstep.LockstepException;
import io.lockstep.audit.RunState;
import io.lockstep.plan.Plan;
import io.lockstep.plan.Step;
import io.lockstep.run.report.ChangedRows;
import io.lockstep.run.report.RunEvent;
import io.lockstep.run.report.RunListener;
import io.lockstep.run.report.RunLogWriter;
import io.lockstep.run.report.StepLogWriter;
import io.lockstep.run.report.StepReport;
import io.lockstep.sql.BoundStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records a plan's execution: its row of the run log, a log line for each step, and the report. */
public final class StepLog {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.run");

  private final Plan plan;
  private final RunLogWriter runs;
  private final StepLogWriter rows;
  private final CancellableClock clock;
  private final RunListener listener;
  private final List<StepReport> reports = new ArrayList<>();
  private final IdentityHashMap<Step, Integer> numbers = new IdentityHashMap<>();
  private long row;
  private boolean rowIsOpen;
  private boolean reached;
  private volatile int number; // ProgressLog reads it on another thread
  private Optional<Step> open = Optional.empty();
  private Optional<Long> transaction = Optional.empty();
  private Optional<ChangedRows> changed = Optional.empty();
  private boolean counted;
  private Duration began = Duration.ZERO;
  private boolean failed;

  public StepLog(Plan plan, RunLogWriter runs, CancellableClock clock, RunListener listener) {
    this.plan = plan;
    this.runs = runs;
    this.rows = runs.steps();
    this.clock = clock;
    this.listener = listener;
    plan.steps().forEach(step -> numbers.put(step, numbers.size() + 1));
  }

  /** Begins the plan. */
  void planBegins() {
    listener.on(RunEvent.TargetBegan.of(plan));
    if (plan.isEmpty()) {
      row = runs.nothingToDo(plan);
      reached = true;
    } else {
      row = runs.begin(plan);
      rowIsOpen = true;
    }
  }

  /** Ends the plan: all its steps have committed. */
  void planReached() {
    runs.done(row, plan);
    rowIsOpen = false;
    reached = true;
  }

  /** Ends the plan: it has failed. */
  void planFailed(LockstepException problem) {
    runs.failed(row, problem);
    rowIsOpen = false;
    open.ifPresent(
        step ->
            rows.failed(
                ended(step, clock.elapsed().minus(began)), RunState.of(problem.exit().result())));
    failed(problem.text());
  }

  /** Begins a step, perhaps again after a lock timeout. */
  void begins(Step step) {
    failed("gave up a wait for a lock, to try again");
    number = numbers.getOrDefault(step, 0);
    open = Optional.of(step);
    transaction = Optional.empty();
    changed = Optional.empty();
    began = clock.elapsed();
    runs.step(row, number, step);
    log.info("{}: {} {} {}", now(), step.action(), plan.app().name(), step.file());
    failed = false;
    listener.on(
        new RunEvent.StepBegan(
            number,
            plan.steps().size(),
            plan.app().name().text(),
            step.action(),
            step.script(),
            !step.noTransaction() && step.batch().isEmpty()));
  }

  /** Replaces a step by the same one without a transaction. */
  void goesOnAs(Step step, Step without) {
    failed("can't run in a transaction, and is done again without one");
    numbers.put(without, numbers.getOrDefault(step, 0));
  }

  /** Sets the number by which the server knows the running step's transaction. */
  void runsIn(Optional<Long> transaction) {
    this.transaction = transaction;
    this.counted = false;
  }

  /** What the batches of the running step have changed so far; the last one has committed. */
  void hasChanged(ChangedRows rows) {
    changed = Optional.of(rows);
    counted = true;
  }

  /** What is left of the running step, as far as it is known. */
  String left(Step step, StepOutcome outcome) {
    return changed
        .map(rows -> StepFailure.left(rows, outcome, counted))
        .orElseGet(() -> StepFailure.left(step, outcome));
  }

  /** The number of the transaction of the running or else the last step, if it had one. */
  Optional<Long> transaction() {
    return transaction;
  }

  /**
   * The row of a step that is about to commit, together with its row in the history.
   *
   * @param history inserts that one
   */
  BoundStatement recorded(Step step, Duration time, BoundStatement history) {
    return rows.done(ended(step, time), history);
  }

  /** The row of a step that is about to commit, and has none in the history. */
  BoundStatement recorded(Step step, Duration time) {
    return rows.done(ended(step, time));
  }

  private StepLogWriter.Ended ended(Step step, Duration time) {
    return new StepLogWriter.Ended(row, number, plan.app().name(), step, time.toMillis(), changed);
  }

  /** Ends a step that has committed. */
  void committed(Step step, Duration time) {
    open = Optional.empty();
    reports.add(
        new StepReport(plan.app().name().text(), step.action(), step.script(), time.toMillis()));
    log.info(
        "{}: done in {} ms{}", now(), time.toMillis(), changed.map(rows -> ", " + rows).orElse(""));
    listener.on(new RunEvent.StepEnded(Optional.empty()));
  }

  /** Ends the running step, if there is one, without a commit. */
  void failed(String error) {
    if (open.isPresent() && !failed) {
      failed = true;
      listener.on(new RunEvent.StepEnded(Optional.of(error)));
    }
  }

  public Plan plan() {
    return plan;
  }

  /** The running step: {@code step 3 of 7}. */
  String now() {
    return "step " + number + " of " + plan.steps().size();
  }

  /** The step that has begun, and may have committed or not. */
  public Optional<InDoubtStep> inDoubtStep() {
    return open.map(
        step ->
            new InDoubtStep(
                plan.app(), step, clock.elapsed().minus(began), transaction, changed, counted));
  }

  /** True if a step has begun. */
  public boolean hasBegun() {
    return number > 0;
  }

  /** True if the plan has reached its target. */
  public boolean isReached() {
    return reached;
  }

  /** The id of the plan's row in the run log; 0 if it has none yet. */
  public long row() {
    return row;
  }

  /** The same id, if the row has no end yet. */
  public Optional<Long> openRow() {
    return rowIsOpen ? Optional.of(row) : Optional.empty();
  }

  /** The steps that have committed. */
  public List<StepReport> reports() {
    return List.copyOf(reports);
  }
}
