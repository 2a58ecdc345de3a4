package io.lockstep.run.step;

import io.lockstep.catalog.App;
import io.lockstep.plan.Plan;
import io.lockstep.plan.Step;
import io.lockstep.run.report.StepReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A step that was under way when the connection broke. Whether it has committed can't be known from
 * its answer; the plan that is made after that, under the lock, tells.
 *
 * @param time from its beginning until the connection was found broken
 * @param transaction the number of its transaction, if it had one
 */
public record InDoubtStep(App app, Step step, Duration time, Optional<Long> transaction) {
  /** Whether its app's plan no longer has it. */
  public boolean hasCommitted(List<Plan> plans) {
    return plans.stream()
        .filter(plan -> plan.app().name().equals(app.name()))
        .findFirst()
        .filter(plan -> plan.steps().stream().noneMatch(this::isTheSame))
        .isPresent();
  }

  private boolean isTheSame(Step other) {
    return other.action().equals(step.action()) && other.script().equals(step.script());
  }

  public StepReport report() {
    return new StepReport(app.name().text(), step.action(), step.script(), time.toMillis());
  }

  /**
   * How it has ended, for people.
   *
   * @param outcome what the server knows of its transaction
   */
  public String ended(StepOutcome outcome) {
    if (step.noTransaction()) {
      return text()
          + " runs outside a transaction, so part of it may be done; the next run knows it.";
    }
    return switch (outcome) {
      case ROLLED_BACK -> text() + " was rolled back.";
      case COMMITTED -> text() + " had committed.";
      case UNKNOWN -> "Whether " + text() + " has committed is not known; the next run finds out.";
    };
  }

  /** For people. */
  public String text() {
    return step.action() + " " + step.file();
  }
}
