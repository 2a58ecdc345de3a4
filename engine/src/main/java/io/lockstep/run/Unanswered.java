package io.lockstep.run;

import io.lockstep.catalog.App;
import io.lockstep.plan.Plan;
import io.lockstep.plan.Step;
import java.time.Duration;
import java.util.List;

/**
 * A step that was under way when the connection broke. Whether it has committed can't be known from
 * its answer; the plan that is made after that, under the lock, tells.
 *
 * @param time from its beginning until the connection was found broken
 */
record Unanswered(App app, Step step, Duration time) {
  /** Whether its app's plan no longer has it. */
  boolean hasCommitted(List<Plan> plans) {
    return plans.stream()
        .filter(plan -> plan.app().name().equals(app.name()))
        .findFirst()
        .filter(plan -> plan.steps().stream().noneMatch(this::isTheSame))
        .isPresent();
  }

  private boolean isTheSame(Step other) {
    return other.action().equals(step.action()) && other.script().equals(step.script());
  }

  StepReport report() {
    return new StepReport(app.name().text(), step.action(), step.script(), time.toMillis());
  }

  /** For people. */
  String text() {
    return step.action() + " " + step.file();
  }
}
