package io.lockstep.run.step;

import io.lockstep.catalog.App;
import io.lockstep.plan.Plan;
import io.lockstep.plan.Step;
import io.lockstep.run.report.ChangedRows;
import io.lockstep.run.report.StepReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A step that was running when the connection broke, without an answer whether it has committed.
 * The next plan under the lock shows that.
 *
 * @param time the time from its beginning until the lost connection was noticed
 * @param transaction the number of its transaction, if it had one; of a step in batches, the last
 * @param changed what its batches have changed so far, if it runs in batches
 * @param counted true if the last of them is in that
 */
public record InDoubtStep(
    App app,
    Step step,
    Duration time,
    Optional<Long> transaction,
    Optional<ChangedRows> changed,
    boolean counted) {
  /** True if the new plan of its app does not contain the step any more. */
  public boolean hasCommitted(List<Plan> plans) {
    return plans.stream()
        .filter(plan -> plan.app().name().equals(app.name()))
        .findFirst()
        .filter(plan -> plan.steps().stream().noneMatch(this::isTheSame))
        .isPresent();
  }

  private boolean isTheSame(Step other) {
    return other.action() == step.action() && other.script().equals(step.script());
  }

  public StepReport report() {
    return new StepReport(app.name().text(), step.action(), step.script(), time.toMillis());
  }

  /**
   * Describes how the step ended, for people.
   *
   * @param outcome the outcome of its transaction, as the server knows it
   */
  public String ended(StepOutcome outcome) {
    if (changed.isPresent()) {
      return text() + ": " + StepFailure.left(changed.get(), outcome, counted);
    }
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

  /** The step's name, for people. */
  public String text() {
    return step.action() + " " + step.file();
  }
}
