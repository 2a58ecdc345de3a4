package io.lockstep.run.step;

import io.lockstep.CancellableClock;
import io.lockstep.LockstepException;
import io.lockstep.plan.Plan;
import io.lockstep.plan.Step;
import io.lockstep.run.report.RunEvent;
import io.lockstep.run.report.RunListener;
import io.lockstep.run.report.RunLogWriter;
import io.lockstep.run.report.StepReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows one plan: its row of the run log, a log line for each step, and the report. */
public final class StepLog {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.run");

  private final Plan plan;
  private final RunLogWriter runs;
  private final CancellableClock clock;
  private final RunListener listener;
  private final List<StepReport> reports = new ArrayList<>();
  private final IdentityHashMap<Step, Integer> numbers = new IdentityHashMap<>();
  private long row;
  private boolean rowIsOpen;
  private boolean reached;
  private volatile int number; // a watcher asks where we are
  private Optional<Step> open = Optional.empty();
  private Optional<Long> transaction = Optional.empty();
  private Duration began = Duration.ZERO;
  private boolean failed;

  public StepLog(Plan plan, RunLogWriter runs, CancellableClock clock, RunListener listener) {
    this.plan = plan;
    this.runs = runs;
    this.clock = clock;
    this.listener = listener;
    plan.steps().forEach(step -> numbers.put(step, numbers.size() + 1));
  }

  /** The plan is executed now. */
  void planBegins() {
    listener.on(
        new RunEvent.TargetBegan(
            plan.app().name().text(), plan.target().toString(), plan.from(), plan.to()));
    if (plan.isEmpty()) {
      row = runs.nothingToDo(plan);
      reached = true;
    } else {
      row = runs.begin(plan);
      rowIsOpen = true;
    }
  }

  /** All its steps have committed. */
  void planReached() {
    runs.done(row, plan.to());
    rowIsOpen = false;
    reached = true;
  }

  /** The plan has failed. */
  void planFailed(LockstepException problem) {
    runs.failed(row, problem);
    rowIsOpen = false;
    failed(problem.text());
  }

  /** A step begins, perhaps once more after a lock timeout. */
  void begins(Step step) {
    failed("gave up a wait for a lock, to try again");
    number = numbers.getOrDefault(step, 0);
    open = Optional.of(step);
    transaction = Optional.empty();
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
            !step.noTransaction()));
  }

  /** A step is done again as this one, without a transaction. */
  void goesOnAs(Step step, Step without) {
    failed("can't run in a transaction, and is done again without one");
    numbers.put(without, numbers.getOrDefault(step, 0));
  }

  /** The step under way has a transaction, and the server knows it by this number. */
  void runsIn(Optional<Long> transaction) {
    this.transaction = transaction;
  }

  /** The number of the transaction of the step under way, or of the last one, if it had one. */
  Optional<Long> transaction() {
    return transaction;
  }

  /** A step has committed. */
  void committed(Step step, Duration time) {
    open = Optional.empty();
    reports.add(
        new StepReport(plan.app().name().text(), step.action(), step.script(), time.toMillis()));
    log.info("{}: done in {} ms", now(), time.toMillis());
    listener.on(new RunEvent.StepEnded(Optional.empty()));
  }

  /** The step under way has not committed; if there is one. */
  void failed(String error) {
    if (open.isPresent() && !failed) {
      failed = true;
      listener.on(new RunEvent.StepEnded(Optional.of(error)));
    }
  }

  public Plan plan() {
    return plan;
  }

  /** Where the plan is: {@code step 3 of 7}. */
  String now() {
    return "step " + number + " of " + plan.steps().size();
  }

  /** The step that was begun and of which nobody knows how it ended. */
  public Optional<InDoubtStep> inDoubtStep() {
    return open.map(
        step -> new InDoubtStep(plan.app(), step, clock.elapsed().minus(began), transaction));
  }

  /** Whether a step was begun, however it ended. */
  public boolean hasBegun() {
    return number > 0;
  }

  /** Whether all is done. */
  public boolean isReached() {
    return reached;
  }

  /** Its row in the run log; 0 if it has none yet. */
  public long row() {
    return row;
  }

  /** The same row if nobody has ended it. */
  public Optional<Long> openRow() {
    return rowIsOpen ? Optional.of(row) : Optional.empty();
  }

  /** The steps that have committed. */
  public List<StepReport> reports() {
    return List.copyOf(reports);
  }
}
