package io.lockstep.plan;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.ReadAhead;
import io.lockstep.catalog.App;
import io.lockstep.catalog.Migration;
import io.lockstep.catalog.Repeatable;
import io.lockstep.catalog.Requirement;
import io.lockstep.catalog.Script;
import io.lockstep.history.UndoScript;
import io.lockstep.plan.contract.ContractLine;
import io.lockstep.targets.Target;
import io.lockstep.targets.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Builds the steps of one target that apply something, and checks their scripts. */
final class ForwardSteps {
  private final Target target;
  private final App app;
  private final Simulation simulation;
  private final PlanOptions options;
  private final ContractLines lines;
  private final boolean standardStrings;
  private final Supplier<List<Script>> pending;
  private final List<Step> waiting = new ArrayList<>();

  /**
   * @param standardStrings false if a backslash escapes in a script's quotes
   * @param pending the scripts that may have the same fault as one that is refused
   */
  ForwardSteps(
      Target target,
      App app,
      Simulation simulation,
      PlanOptions options,
      ContractLines lines,
      boolean standardStrings,
      Supplier<List<Script>> pending) {
    this.target = target;
    this.app = app;
    this.simulation = simulation;
    this.options = options;
    this.lines = lines;
    this.standardStrings = standardStrings;
    this.pending = pending;
  }

  /** The steps that apply all versions up to this one, as far as they don't wait. */
  List<Step> upTo(Version limit, ContractLine line) {
    List<Step> steps = new ArrayList<>();
    Optional.ofNullable(app.baselines().floorEntry(limit))
        .map(Map.Entry::getValue)
        .filter(this::isDue)
        .ifPresent(baseline -> steps.add(apply(baseline, Optional.empty())));
    List<Migration> due = due(limit);
    int now = due.size() - line.waiting(due).size();
    List<Optional<Scripts>> ahead = ReadAhead.each(due, migration -> scripts(migration, List::of));
    for (int i = 0; i < due.size(); i++) {
      if (i < now) {
        steps.add(apply(due.get(i), ahead.get(i)));
      } else {
        waiting.add(read(due.get(i), ahead.get(i))); // refused now, if it must be
      }
    }
    return steps;
  }

  /** What a migration's files say. */
  private record Scripts(ScriptReading apply, Optional<UndoScript.OnDisk> undo) {}

  /**
   * Reads and checks them.
   *
   * @param others the scripts that may have the same fault
   */
  private Scripts scripts(Migration migration, Supplier<List<Script>> others) {
    ScriptReading reading =
        ScriptReading.of(migration.script(), standardStrings, others, this::refused);
    if (migration.baseline()) {
      reading.refuseContract(migration.script(), this::refused);
      reading.refuseBatch(migration.script(), "a baseline script", this::refused);
    }
    return new Scripts(
        reading,
        migration
            .undo()
            .map(script -> ScriptReading.undo(script, standardStrings, others, this::refused)));
  }

  /** The steps that wait until old pods are gone. */
  List<Step> waiting() {
    return waiting;
  }

  private List<Migration> due(Version limit) {
    List<Migration> due = new ArrayList<>();
    for (Migration migration : app.migrations().headMap(limit, true).values()) {
      Version version = migration.version();
      if (!simulation.applied(app.name()).contains(version)
          && !simulation.isBelowBaseline(app.name(), version)) {
        due.add(migration);
      }
    }
    return due;
  }

  /**
   * True if the app has nothing applied, so that its newest baseline script comes first. Flyway
   * ignores one that comes later, and would pass by what it stands for if that is not on disk.
   */
  private boolean isDue(Migration baseline) {
    Version version = baseline.version();
    Optional<Version> current = simulation.current(app.name());
    if (current.filter(at -> at.compareTo(version) < 0).isPresent()
        && !app.migrations().containsKey(version)) {
      throw refused(
          baseline.script()
              + " stands for the versions up to "
              + version
              + " in an empty database only; this one is at "
              + current.get()
              + ", and version "
              + version
              + " is not on disk",
          "First bring it to "
              + version
              + " with an image that has these versions, or put their files back.");
    }
    return current.isEmpty();
  }

  private Step apply(Migration migration, Optional<Scripts> ahead) {
    Step.Apply step = read(migration, ahead);
    step.requires().forEach(requirement -> require(migration.script(), requirement));
    if (migration.baseline()) {
      simulation.begin(app.name(), migration.version());
    } else {
      simulation.apply(app.name(), migration.version(), step.requires());
    }
    return step;
  }

  private Step.Apply read(Migration migration, Optional<Scripts> ahead) {
    boolean outOfOrder =
        simulation
            .current(app.name())
            .filter(c -> c.compareTo(migration.version()) > 0)
            .isPresent();
    if (outOfOrder && !options.outOfOrder()) {
      throw refused(
          migration.script()
              + " was never applied, but the database is at "
              + simulation.currentText(app.name())
              + " already (out of order)",
          "Give it a version above the current one, or apply it all the same with --out-of-order.");
    }
    Scripts scripts = ahead.orElseGet(() -> scripts(migration, pending));
    ScriptReading reading = scripts.apply();
    return new Step.Apply(
        migration,
        reading.noTransaction(),
        outOfOrder,
        reading.contract(),
        reading.requires(),
        scripts.undo(),
        reading.batch());
  }

  private void require(Script script, Requirement requirement) {
    if (!simulation.fulfils(requirement)) {
      if (lines.holdBack(target, requirement)) {
        throw refused(
            script
                + " requires "
                + requirement
                + ", which is a contract step and waits until the old pods are gone",
            "Let it run first ("
                + options.command()
                + " --contract \""
                + requirement
                + "\"), make this a contract step as well, or pass --contract-early.");
      }
      throw refused(
          script
              + " requires "
              + requirement
              + ", but "
              + requirement.app()
              + " is at "
              + simulation.currentText(requirement.app())
              + (simulation.isPassed(requirement) ? " without it" : ""),
          "Put the target \"" + requirement + "\" before \"" + target + "\".");
    }
  }

  /** The step that applies a repeatable. */
  Step repeat(Repeatable repeatable) {
    ScriptReading reading =
        ScriptReading.of(repeatable.script(), standardStrings, pending, this::refused);
    reading.refuseContract(repeatable.script(), this::refused);
    reading.refuseBatch(repeatable.script(), "a repeatable", this::refused);
    reading.requires().forEach(requirement -> require(repeatable.script(), requirement));
    return new Step.Repeat(repeatable, reading.noTransaction());
  }

  private LockstepException refused(String why, String next) {
    return new LockstepException(ExitCode.REFUSED, "target \"" + target + "\"", why, next);
  }
}
