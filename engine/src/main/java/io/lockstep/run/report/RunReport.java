package io.lockstep.run.report;

import io.lockstep.RunResult;
import io.lockstep.plan.Plan;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The report of a run without an error.
 *
 * @param result one that is no error
 * @param targets the targets that were reached
 * @param steps the steps that have committed
 * @param drift the objects that others have changed since a run last recorded the schema; only a
 *     run with a step looks for them, and it accepts them
 */
public record RunReport(
    RunResult result, List<TargetReport> targets, List<StepReport> steps, List<String> drift) {
  /** The report of a run that did nothing. */
  public static RunReport without(RunResult result) {
    return new RunReport(result, List.of(), List.of(), List.of());
  }

  /** The versions of the apps, in one line. */
  public String versions() {
    return targets.stream()
        .map(target -> target.app() + " is at " + target.to())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /** A target that was reached, and the app's versions before and after. */
  public record TargetReport(String target, String app, String from, String to) {
    public static TargetReport of(Plan plan) {
      return new TargetReport(
          plan.target().toString(), plan.app().name().text(), plan.from(), plan.to());
    }
  }
}
