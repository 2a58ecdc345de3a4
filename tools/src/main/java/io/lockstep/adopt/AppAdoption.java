package io.lockstep.adopt;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.history.AppHistory;
import io.lockstep.history.DatabaseState;
import io.lockstep.history.HistoryRow;
import io.lockstep.plan.Plan;
import io.lockstep.plan.Step;
import io.lockstep.targets.Version;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The data to write for one app.
 *
 * @param plan the plan that would apply all of it
 * @param version the version that the app has reached with the other tool
 * @param rows true if its history has to be written; it exists already if Flyway is the other tool,
 *     and its table is the app's own
 * @param stored the migrations to be stored, with their undo scripts where they have one
 */
record AppAdoption(Plan plan, Version version, boolean rows, List<Step.Apply> stored) {
  /**
   * Computes the data that is still to be written in this state.
   *
   * @param plan of an app whose latest version is the one it has reached
   * @throws LockstepException ({@link ExitCode#REFUSED}) if the app's history has it at another
   *     version
   */
  static AppAdoption of(Plan plan, DatabaseState state) {
    Version version = plan.app().latest().orElseThrow();
    AppHistory history = state.history(plan.app().name());
    List<Step.Apply> steps = versions(plan);
    if (history.current().isEmpty()) {
      return new AppAdoption(plan, version, true, steps);
    }
    if (history.current().filter(version::equals).isEmpty()) {
      throw elsewhere(plan, history.current().get());
    }
    Set<Version> undoable = state.stored().undoable().getOrDefault(plan.app().name(), Set.of());
    List<Step.Apply> missing =
        steps.stream()
            .filter(step -> step.undo().isPresent())
            .filter(step -> history.applied().containsKey(step.migration().version()))
            .filter(step -> !undoable.contains(step.migration().version()))
            .toList();
    missing.forEach(step -> refuseChanged(plan, step, history));
    return new AppAdoption(plan, version, false, missing);
  }

  private static List<Step.Apply> versions(Plan plan) {
    return plan.steps().stream()
        .filter(Step.Apply.class::isInstance)
        .map(Step.Apply.class::cast)
        .toList();
  }

  private static LockstepException elsewhere(Plan plan, Version current) {
    return new LockstepException(
        ExitCode.REFUSED,
        "adopting " + plan.target(),
        "its history is in "
            + plan.app().historyTable()
            + " already, and says that it is at "
            + current,
        "There is nothing to adopt: ./lockstep migrate \"" + plan.target() + "\" brings it there.");
  }

  private static void refuseChanged(Plan plan, Step.Apply step, AppHistory history) {
    Optional<HistoryRow> row =
        Optional.ofNullable(history.applied().get(step.migration().version()));
    if (row.filter(r -> r.differsFrom(step.migration().script())).isPresent()) {
      throw new LockstepException(
          ExitCode.REFUSED,
          "adopting " + plan.target(),
          step.file() + " has changed since it was applied (its checksum differs)",
          "Put the file back as it was, or accept it with ./lockstep migrate \""
              + plan.target()
              + "\" --accept-changed "
              + step.migration().version()
              + ".");
    }
  }

  /** True if nothing is left to write. */
  boolean isDone() {
    return !rows && stored.isEmpty();
  }

  /** The number of undo scripts that are stored from now on. */
  int undoScripts() {
    return (int) stored.stream().filter(step -> step.undo().isPresent()).count();
  }

  /**
   * The steps that count as done from now on.
   *
   * @param repeatables true if its repeatables do, too
   */
  List<Step> steps(boolean repeatables) {
    return rows
        ? plan.steps().stream()
            .filter(step -> repeatables || !(step instanceof Step.Repeat))
            .toList()
        : List.of();
  }
}
