package io.lockstep.plan.report;

import io.lockstep.catalog.Callback;
import io.lockstep.history.StepAction;
import io.lockstep.plan.Plan;
import io.lockstep.plan.Step;
import io.lockstep.targets.Version;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Plans as they are shown; the names of the components are the JSON's: a contract. */
public record PlanReport(List<TargetPlan> targets) {
  public static PlanReport of(List<Plan> plans) {
    return new PlanReport(plans.stream().map(PlanReport::target).toList());
  }

  private static TargetPlan target(Plan plan) {
    return new TargetPlan(
        plan.target().toString(),
        plan.app().name().text(),
        plan.from(),
        plan.to(),
        plan.steps().stream().map(PlanReport::step).toList(),
        plan.callbacks().all().stream().flatMap(PlanReport::callback).toList(),
        notes(plan),
        plan.waiting().stream().map(PlanReport::step).toList());
  }

  /** With the version at which a rollback stops, once these steps are done. */
  private static List<String> notes(Plan plan) {
    return Stream.concat(
            plan.notes().stream(),
            MissingUndos.of(plan.steps(), apply -> true).stream().map(MissingUndos::toString))
        .toList();
  }

  private static PlannedStep step(Step step) {
    return new PlannedStep(
        step.action(),
        step.migrationVersion().map(Version::toString),
        step.file(),
        !step.noTransaction() && step.batch().isEmpty(),
        step.batch().isPresent());
  }

  private static Stream<PlannedCallback> callback(Callback callback) {
    return callback.name().event().within().stream()
        .map(when -> new PlannedCallback(callback.script().toString(), when));
  }

  /**
   * One target's steps.
   *
   * @param callbacks those that run with other steps
   * @param waiting the steps to the target that wait until old pods are gone
   */
  public record TargetPlan(
      String target,
      String app,
      String from,
      String to,
      List<PlannedStep> steps,
      List<PlannedCallback> callbacks,
      List<String> notes,
      List<PlannedStep> waiting) {}

  /**
   * A callback that runs with other steps.
   *
   * @param when for people
   */
  public record PlannedCallback(String file, String when) {}

  /**
   * One step.
   *
   * @param version empty for a repeatable and a callback
   * @param transaction true if it runs in one
   * @param batches true if it runs in several, one for each batch
   */
  public record PlannedStep(
      StepAction action,
      Optional<String> version,
      String file,
      boolean transaction,
      boolean batches) {}
}
