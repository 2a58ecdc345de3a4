package io.lockstep.rehearse;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.catalog.App;
import io.lockstep.plan.Plan;
import io.lockstep.plan.Step;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Goal;
import io.lockstep.targets.Target;
import io.lockstep.targets.Version;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The versions up to which apps are only applied, since production has them long since. */
record Beginnings(Map<AppName, Version> versions) {
  /**
   * Reads them.
   *
   * @param asked {@code APP VERSION}, or {@code VERSION} where the plans are of one app
   * @throws LockstepException ({@link ExitCode#USAGE}) if one is no version of an app of the plans
   */
  static Beginnings of(List<String> asked, List<Plan> plans) {
    List<App> apps = plans.stream().map(Plan::app).distinct().toList();
    Map<AppName, Version> versions = new LinkedHashMap<>();
    for (String text : asked) {
      boolean alone = apps.size() == 1 && Version.parse(text).isPresent();
      Target from = Target.parse(alone ? apps.get(0).name() + " " + text : text);
      versions.put(from.app(), version(text, from, apps));
    }
    return new Beginnings(versions);
  }

  private static Version version(String text, Target from, List<App> apps) {
    return apps.stream()
        .filter(app -> app.name().equals(from.app()))
        .flatMap(app -> app.migrations().keySet().stream())
        .filter(version -> from.goal() instanceof Goal.At at && at.version().equals(version))
        .findFirst()
        .orElseThrow(
            () ->
                new LockstepException(
                    ExitCode.USAGE,
                    "--from \"" + text + "\"",
                    "there is no such version of an app that is rehearsed",
                    "Give a version that is on disk, as VERSION or \"APP VERSION\"; \"./lockstep list\" shows them all."));
  }

  /** The first versions of a plan, which are only to be applied; callbacks come before them. */
  List<Step> of(Plan plan) {
    Optional<Version> last = Optional.ofNullable(versions.get(plan.app().name()));
    return plan.steps().stream()
        .dropWhile(Step.Call.class::isInstance)
        .takeWhile(
            step ->
                step instanceof Step.Apply apply
                    && last.filter(v -> apply.migration().version().compareTo(v) <= 0).isPresent())
        .toList();
  }
}
