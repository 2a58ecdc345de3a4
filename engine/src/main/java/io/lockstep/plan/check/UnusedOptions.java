package io.lockstep.plan.check;

import io.lockstep.catalog.Catalog;
import io.lockstep.history.DatabaseState;
import io.lockstep.plan.AcceptedChanges;
import io.lockstep.plan.Plan;
import io.lockstep.plan.PlanOptions;
import io.lockstep.plan.Step;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Notes options that change nothing in a plan, so that a wrong number or name does not go
 * unnoticed; {@link AcceptedChanges} does this for {@code --accept-changed}.
 */
final class UnusedOptions {
  private UnusedOptions() {}

  /** One line each. */
  static List<String> notes(
      List<Plan> plans, PlanOptions options, Catalog catalog, DatabaseState state) {
    List<String> notes = new ArrayList<>();
    for (Version version : new TreeSet<>(options.undoFromFile())) {
      if (plans.stream().flatMap(p -> p.steps().stream()).noneMatch(s -> takesBack(s, version))) {
        notes.add("--undo-from-file " + version + " changes nothing: it is not taken back");
      }
    }
    for (Version version : new TreeSet<>(options.acceptUnfinished())) {
      if (plans.stream().noneMatch(plan -> leavesUnfinished(plan, version))) {
        notes.add(
            "--accept-unfinished " + version + " accepts nothing: no step of it is passed by");
      }
    }
    for (AppName app : new TreeSet<>(options.fromZero())) { // also of apps that are no targets
      if (state.history(app).last().isPresent()) {
        notes.add("--from-zero " + app + " changes nothing: the app has a history here");
      } else if (catalog.app(app).isEmpty()) {
        notes.add("--from-zero " + app + " changes nothing: there is no such app");
      }
    }
    return notes;
  }

  private static boolean takesBack(Step step, Version version) {
    return step instanceof Step.Undo undo && undo.version().equals(version);
  }

  private static boolean leavesUnfinished(Plan plan, Version version) {
    return !plan.repeatsUnfinished()
        && plan.unfinished().filter(step -> step.version().equals(version)).isPresent();
  }
}
