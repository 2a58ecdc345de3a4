package io.lockstep.run;

import io.lockstep.plan.Plan;
import io.lockstep.plan.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the steps of one plan: the audit's progress, a log line for each, and the report. */
final class StepLog {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.run");

  private final Plan plan;
  private final Audit audit;
  private final long run;
  private final List<StepReport> reports;
  private final IdentityHashMap<Step, Integer> numbers = new IdentityHashMap<>();
  private int number;

  StepLog(Plan plan, Audit audit, long run) {
    this.plan = plan;
    this.audit = audit;
    this.run = run;
    this.reports = new ArrayList<>();
    plan.steps().forEach(step -> numbers.put(step, numbers.size() + 1));
  }

  /** A step begins, perhaps once more after a lock timeout. */
  void begins(Step step) {
    number = numbers.getOrDefault(step, 0);
    audit.step(run, number, step);
    log.info(
        "step {} of {}: {} {} {}",
        number,
        plan.steps().size(),
        step.action(),
        plan.app().name(),
        step.file());
  }

  /** A step has committed. */
  void committed(Step step, Duration time) {
    reports.add(
        new StepReport(plan.app().name().text(), step.action(), step.script(), time.toMillis()));
    log.info("step {} of {}: done in {} ms", number, plan.steps().size(), time.toMillis());
  }

  /** Whether a step was begun, however it ended. */
  boolean hasBegun() {
    return number > 0;
  }

  /** The steps that have committed. */
  List<StepReport> reports() {
    return List.copyOf(reports);
  }
}
