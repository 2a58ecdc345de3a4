package io.lockstep.plan.contract;

import io.lockstep.Abridged;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.catalog.App;
import io.lockstep.catalog.Migration;
import io.lockstep.catalog.Script;
import io.lockstep.history.AppHistory;
import io.lockstep.history.DatabaseState;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Target;
import io.lockstep.targets.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The line at which a plan of one target stops, because the application's old pods can't live with
 * what comes after it (rule 12). Forwards it is before the first pending contract step. Backwards
 * it is after the last contract step that is taken back, since the old version, which comes again,
 * can't live with that either, while the newer pods need what lies below.
 */
public final class ContractLine {
  private final Target target;
  private final App app;
  private final DatabaseState state;
  private final ContractPhase phase;
  private final String command;
  private final AppRuns runs;
  private final List<String> notes = new ArrayList<>();

  /**
   * @param command the command that asks: with --contract it lets go on what waits
   */
  public ContractLine(
      Target target,
      App app,
      DatabaseState state,
      ContractPhase phase,
      String command,
      AppRuns runs) {
    this.target = target;
    this.app = app;
    this.state = state;
    this.phase = phase;
    this.command = command;
    this.runs = runs;
  }

  /** Notes for people on what waits, one line each. */
  public List<String> notes() {
    return notes;
  }

  /**
   * The migrations at the end of these that wait.
   *
   * @param pending what a plan would apply, in order
   * @throws LockstepException ({@link ExitCode#REFUSED}) if one that does not wait comes after one
   *     that does
   */
  public List<Migration> waiting(List<Migration> pending) {
    if (phase == ContractPhase.AFTER_ROLLOUT || pending.isEmpty() || !mayHavePods()) {
      return List.of();
    }
    List<Migration> contracts = pending.stream().filter(Migration::isContract).toList();
    if (contracts.isEmpty() || !isReleased()) {
      return List.of();
    }
    if (phase == ContractPhase.EARLY) {
      noteEarly(names(contracts), "applied", "old");
      return List.of();
    }
    List<Migration> after = pending.subList(pending.indexOf(contracts.get(0)), pending.size());
    after.stream()
        .filter(migration -> !contracts.contains(migration))
        .findFirst()
        .ifPresent(
            next -> {
              throw skipped(after, next);
            });
    noteWaits(waits(names(after), false));
    return after;
  }

  /** False for an app of which nothing was ever applied. */
  private boolean mayHavePods() {
    return state.history(app.name()).current().isPresent();
  }

  /**
   * False if all that is applied was applied by runs of which none has reached its target: then no
   * version of the application has been started yet, and the next run may do it all (rule 7).
   */
  private boolean isReleased() {
    AppName name = app.name();
    AppHistory history = state.history(name);
    return history.baseline().isPresent()
        || !state.stored().versions(name).containsAll(history.applied().keySet())
        || runs.haveReached(name);
  }

  /** True if this version is on disk, not applied, and must wait. */
  public boolean holdsBack(Version version) {
    return phase.waits()
        && mayHavePods()
        && !state.history(app.name()).applied().containsKey(version)
        && Optional.ofNullable(app.migrations().get(version))
            .filter(Migration::isContract)
            .isPresent()
        && isReleased();
  }

  private LockstepException skipped(List<Migration> after, Migration next) {
    Migration first = after.get(0);
    Migration last = after.get(after.indexOf(next) - 1);
    String release = app.name() + " " + last.version();
    return new LockstepException(
        ExitCode.REFUSED,
        "target \"" + target + "\"",
        first.script().fileName()
            + " is a contract step and waits until the old pods are gone, but "
            + next.script().fileName()
            + ", which comes after it, does not wait: a release was skipped",
        "First deploy the release that ends with %s (its target is \"%s\") and let its contract steps run (%s --contract \"%s\"), or pass --contract-early: then nothing waits."
            .formatted(last.version(), release, command, release));
  }

  /**
   * How many of these are taken back now; the others wait.
   *
   * @param newestFirst what a plan would take back, in order
   */
  public int takenBackNow(List<Version> newestFirst) {
    int all = newestFirst.size();
    if (phase == ContractPhase.AFTER_ROLLOUT) {
      return all;
    }
    if (all == 0) {
      return 0;
    }
    int last = lastContract(newestFirst);
    int now = last < 0 && !isFollowed() ? all : last + 1;
    List<String> below = newestFirst.subList(now, all).stream().map(Version::toString).toList();
    if (phase == ContractPhase.EARLY) {
      noteEarly(below, "taken back", "new");
      return all;
    }
    noteWaits(waits(below, true));
    return now;
  }

  /** True if what is no contract step waits, as it did for this run's last try (rule 7). */
  private boolean isFollowed() {
    return switch (phase) {
      case BEFORE_ROLLOUT_FOLLOWED -> true;
      case BEFORE_ROLLOUT -> runs.haveBegunWayBack(target);
      case AFTER_ROLLOUT, EARLY -> false;
    };
  }

  /** The place of the lowest contract step among these, or -1. Notes what comes before it. */
  private int lastContract(List<Version> newestFirst) {
    Map<Version, Boolean> stored = state.stored().contracts(app.name(), newestFirst);
    List<Version> contracts =
        newestFirst.stream().filter(version -> isContract(version, stored)).toList();
    if (contracts.isEmpty()) {
      return -1;
    }
    Version lowest = contracts.get(contracts.size() - 1);
    int last = newestFirst.indexOf(lowest);
    List<String> others =
        newestFirst.subList(0, last).stream()
            .filter(version -> !contracts.contains(version))
            .map(Version::toString)
            .toList();
    if (!others.isEmpty()) {
      notes.add(
          "%s %s taken back before the new pods are gone, since the contract step %s, which was applied earlier, must be; pods that use it may fail"
              .formatted(Abridged.names(others), others.size() == 1 ? "is" : "are", lowest));
    }
    return last;
  }

  /** As it was stored when the version was applied; else, by Flyway perhaps, as its file says. */
  private boolean isContract(Version version, Map<Version, Boolean> stored) {
    return Optional.ofNullable(stored.get(version))
        .orElseGet(
            () ->
                Optional.ofNullable(app.migrations().get(version))
                    .filter(Migration::isContract)
                    .isPresent());
  }

  private void noteWaits(Optional<String> what) {
    what.ifPresent(waits -> notes.add(waits + ": " + command + " --contract \"" + target + "\""));
  }

  /**
   * That these wait, for people; empty if there are none.
   *
   * @param back true if they are to be taken back
   */
  public static Optional<String> waits(List<String> names, boolean back) {
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s %s %s"
                .formatted(
                    Abridged.names(names),
                    names.size() == 1 ? "waits" : "wait",
                    back ? "until the new pods are gone" : "until the old pods are gone"));
  }

  private void noteEarly(List<String> names, String done, String pods) {
    if (!names.isEmpty()) {
      notes.add(
          "%s %s %s although %s pods may still run, since --contract-early says so"
              .formatted(Abridged.names(names), names.size() == 1 ? "is" : "are", done, pods));
    }
  }

  private static List<String> names(List<Migration> migrations) {
    return migrations.stream().map(Migration::script).map(Script::fileName).toList();
  }
}
