package io.lockstep.status;

import io.lockstep.audit.HeldBack;
import io.lockstep.catalog.App;
import io.lockstep.catalog.Catalog;
import io.lockstep.catalog.Migration;
import io.lockstep.catalog.Repeatable;
import io.lockstep.history.AppHistory;
import io.lockstep.history.DatabaseState;
import io.lockstep.history.UnfinishedStep;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Goal;
import io.lockstep.targets.Target;
import io.lockstep.targets.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An app's version, compared with its target. The names of the components are the JSON's: a
 * contract.
 *
 * @param at the app's version, {@code zero} for none
 * @param missing the reason why the target is not reached; empty if the app is at it, or past it at
 *     a version that the catalog has
 * @param waiting what the app waits for at a target that counts as reached, if it does
 */
public record TargetStatus(
    String target, String app, String at, Optional<String> missing, Optional<String> waiting) {
  /**
   * Compares while no run is active. An app with a step that was begun and did not end well reaches
   * no target then.
   */
  static TargetStatus atRest(Target target, Catalog catalog, DatabaseState state) {
    TargetStatus byHistory = of(target, catalog, state.history(target.app()));
    return Optional.ofNullable(state.unfinished().get(target.app()))
        .filter(step -> byHistory.reached() && !step.isOutOfDate(state.history(target.app())))
        .map(byHistory::but)
        .orElse(byHistory);
  }

  private TargetStatus but(UnfinishedStep step) {
    return new TargetStatus(
        target,
        app,
        at,
        Optional.of(
            "%s is at %s, but %s %s has not ended well: part of it may be done"
                .formatted(app, at, step.action(), step.script())),
        waiting);
  }

  /**
   * The same, which counts as reached if a run to this target has left its app here until the new
   * pods are gone.
   *
   * @param runs the runs that have left their app half way back
   * @param unfinished the step of each app that was begun and has not ended well
   */
  public TargetStatus heldBackBy(List<HeldBack> runs, Map<AppName, UnfinishedStep> unfinished) {
    boolean held =
        runs.stream().anyMatch(run -> run.at().equals(at) && run.isOf(Target.parse(target)))
            && unfinished.keySet().stream().noneMatch(name -> name.text().equals(app));
    return reached() || !held
        ? this
        : new TargetStatus(
            target,
            app,
            at,
            Optional.empty(),
            Optional.of("waiting for the new pods before " + at + " is taken back"));
  }

  /** Compares by the history alone. */
  public static TargetStatus of(Target target, Catalog catalog, AppHistory history) {
    Optional<App> app = catalog.app(target.app());
    String at = history.current().map(Version::toString).orElse("zero");
    return new TargetStatus(
        target.toString(),
        target.app().toString(),
        at,
        missing(target, app, history, target.app() + " is at " + at),
        app.flatMap(a -> waiting(target.goal(), a, history)));
  }

  /** True if the target is reached. */
  public boolean reached() {
    return missing.isEmpty();
  }

  private static Optional<String> missing(
      Target target, Optional<App> app, AppHistory history, String at) {
    if (app.isEmpty() && !(target.goal() instanceof Goal.Zero)) {
      return Optional.of("this image has no app " + target.app() + ", which is a target");
    }
    if (history.current().filter(version -> !isKnown(version, app, history)).isPresent()) {
      return Optional.of(at + ", which this image doesn't have: waiting until that is undone");
    }
    if (!app.stream().allMatch(a -> isReached(target.goal(), a, history))) {
      return Optional.of(at + ", and not at " + target.goal() + " yet");
    }
    return app.filter(a -> endsAtLatest(target.goal(), a))
        .map(a -> history.due(a.repeatables()))
        .filter(due -> !due.isEmpty())
        .map(due -> at + ", and due: " + names(due));
  }

  /** Repeatables come after the latest version. */
  private static boolean endsAtLatest(Goal goal, App app) {
    return goal instanceof Goal.Latest
        || (goal instanceof Goal.At at && app.latest().filter(at.version()::equals).isPresent());
  }

  private static String names(List<Repeatable> due) {
    return due.stream().map(r -> r.script().name()).collect(Collectors.joining(", "));
  }

  private static boolean isKnown(Version version, Optional<App> app, AppHistory history) {
    return history.isBelowBaseline(version) || app.filter(a -> a.knows(version)).isPresent();
  }

  private static boolean isApplied(Version version, AppHistory history) {
    return history.isBelowBaseline(version) || history.applied().containsKey(version);
  }

  private static boolean isReached(Goal goal, App app, AppHistory history) {
    return isApplied(toCome(goal, app, history), history)
        && app.baselines().keySet().stream()
            .filter(version -> isWanted(version, goal))
            .allMatch(version -> isPassed(version, app, history));
  }

  /** What is wanted and not applied. */
  private static List<Migration> toCome(Goal goal, App app, AppHistory history) {
    return app.migrations().values().stream()
        .filter(migration -> isWanted(migration.version(), goal))
        .filter(migration -> !isApplied(migration.version(), history))
        .toList();
  }

  /** Contract steps may be missing, if there may be pods for which they wait. */
  private static boolean isApplied(List<Migration> toCome, AppHistory history) {
    return toCome.isEmpty()
        || (history.current().isPresent()
            && toCome.stream().allMatch(Migration::isReadableContract));
  }

  private static Optional<String> waiting(Goal goal, App app, AppHistory history) {
    List<Migration> toCome = toCome(goal, app, history);
    return Optional.of(toCome)
        .filter(some -> !some.isEmpty() && isApplied(some, history))
        .map(some -> "waiting for the old pods before " + some.get(0).version());
  }

  /** True if the app's history has begun, with this baseline script or without it. */
  private static boolean isPassed(Version baseline, App app, AppHistory history) {
    return history
        .current()
        .filter(at -> at.compareTo(baseline) >= 0 || app.migrations().containsKey(baseline))
        .isPresent();
  }

  private static boolean isWanted(Version version, Goal goal) {
    if (goal instanceof Goal.At at) {
      return version.compareTo(at.version()) <= 0;
    }
    return goal instanceof Goal.Latest;
  }
}
