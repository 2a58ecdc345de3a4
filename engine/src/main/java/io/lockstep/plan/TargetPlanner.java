package io.lockstep.plan;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.ReadAhead;
import io.lockstep.catalog.App;
import io.lockstep.catalog.Migration;
import io.lockstep.catalog.Script;
import io.lockstep.history.AppHistory;
import io.lockstep.history.DatabaseState;
import io.lockstep.history.HistoryRow;
import io.lockstep.history.UndoScript;
import io.lockstep.plan.contract.ContractLine;
import io.lockstep.targets.Goal;
import io.lockstep.targets.Target;
import io.lockstep.targets.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Builds the plan of one target. */
final class TargetPlanner {
  private final Target target;
  private final App app;
  private final AppHistory history;
  private final DatabaseState state;
  private final Simulation simulation;
  private final PlanOptions options;
  private final AcceptedChanges acceptance;
  private final ContractLines lines;
  private final ContractLine line;
  private final Supplier<List<Script>> pending;
  private final List<Step> steps = new ArrayList<>();
  private final List<Step> waiting = new ArrayList<>();
  private final List<Migration> accepted = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  TargetPlanner(
      Target target,
      App app,
      AppHistory history,
      DatabaseState state,
      Simulation simulation,
      PlanOptions options,
      AcceptedChanges acceptance,
      ContractLines lines) {
    this.target = target;
    this.app = app;
    this.history = history;
    this.state = state;
    this.simulation = simulation;
    this.options = options;
    this.acceptance = acceptance;
    this.lines = lines;
    this.line = lines.of(target, app);
    this.pending = () -> simulation.pending(app);
  }

  /**
   * @param limit the highest version that stays or is applied; empty for none
   */
  Plan build(Optional<Version> limit) {
    String from = simulation.currentText(app.name());
    notes.addAll(app.notes());
    refuseBelowBaseline(limit);
    undoAbove(limit);
    checkKept();
    ForwardSteps forward =
        new ForwardSteps(target, app, simulation, options, lines, state.standardStrings(), pending);
    limit.ifPresent(version -> steps.addAll(forward.upTo(version, line)));
    if (target.goal() instanceof Goal.Latest || (limit.isPresent() && limit.equals(app.latest()))) {
      simulation.due(app).forEach(due -> steps.add(forward.repeat(due)));
      simulation.repeat(app.name());
    } else if (target.goal() instanceof Goal.Zero && steps.isEmpty() && waiting.isEmpty()) {
      noteKeptRepeatables();
    }
    for (Step step : waiting) {
      step.migrationVersion().ifPresent(held -> simulation.again(app.name(), held));
    }
    waiting.addAll(forward.waiting());
    notes.addAll(line.notes());
    return new Plan(
        target,
        app,
        from,
        simulation.currentText(app.name()),
        List.copyOf(steps),
        List.copyOf(accepted),
        List.copyOf(notes),
        Optional.empty(),
        List.copyOf(waiting));
  }

  private void refuseBelowBaseline(Optional<Version> limit) {
    simulation
        .baseline(app.name())
        .filter(baseline -> limit.isEmpty() || limit.get().compareTo(baseline) < 0)
        .ifPresent(
            baseline -> {
              throw refused(
                  "the history begins with a baseline at "
                      + baseline
                      + "; nothing takes back what came before",
                  "The lowest target is \"" + app.name() + " " + baseline + "\".");
            });
  }

  private void undoAbove(Optional<Version> limit) {
    NavigableSet<Version> applied = simulation.applied(app.name());
    NavigableSet<Version> above =
        new TreeSet<>(limit.map(v -> applied.tailSet(v, false)).orElse(applied));
    if (above.isEmpty()) {
      return;
    }
    UndoChoice choice = new UndoChoice(app, state.stored(), simulation, options.undoFromFile());
    Map<Version, UndoScript.Stored> stored = choice.stored(above);
    choice.otherFiles(stored.keySet()).forEach(this::noteOtherFile);
    List<Simulation.Dependent> dependents = simulation.dependentsOn(app.name());
    List<Version> newestFirst = simulation.newestFirst(app.name(), above);
    int now = line.takenBackNow(newestFirst);
    StoredTexts texts = new StoredTexts(state.stored(), newestFirst);
    for (Version version : newestFirst) {
      Step step =
          undo(version, Optional.ofNullable(stored.get(version)), texts, choice.file(version));
      if (steps.size() < now) {
        steps.add(step);
        simulation.undo(app.name(), version);
      } else {
        waiting.add(step); // refused now, if it must be
        simulation.without(app.name(), version);
      }
      dependents.stream()
          .filter(d -> !simulation.fulfils(d.requirement()))
          .findFirst()
          .ifPresent(this::refuse);
    }
  }

  private void refuse(Simulation.Dependent dependent) {
    throw refused(
        dependent.app()
            + " "
            + dependent.version()
            + " is applied and requires "
            + dependent.requirement(),
        "First take "
            + dependent.app()
            + " back below "
            + dependent.version()
            + ", or put that target before this one.");
  }

  private void noteOtherFile(Version version, Script file) {
    notes.add(
        "the undo script stored when "
            + version
            + " was applied differs from "
            + file
            + "; the stored one runs, unless --undo-from-file "
            + version
            + " is given");
  }

  private Step undo(
      Version version,
      Optional<UndoScript.Stored> stored,
      StoredTexts texts,
      Optional<Script> onlyFile) {
    Optional<Migration> onDisk = Optional.ofNullable(app.migrations().get(version));
    Optional<HistoryRow> row = Optional.ofNullable(history.applied().get(version));
    String description =
        row.map(HistoryRow::description).or(() -> onDisk.map(Migration::description)).orElse("");
    if (stored.isPresent()) {
      if (options.undoFromFile().contains(version)) {
        throw refused(
            "the undo script of " + version + " shall be its file's, and there is none on disk",
            "Add "
                + undoFile(version, onDisk)
                + " to the app's folder, or leave --undo-from-file "
                + version
                + " out: then the stored one runs.");
      }
      String file = stored.get().script() + " (stored in the database)";
      return new Step.Undo(
          version,
          description,
          ScriptReading.stored(
              stored.get(), texts.of(stored.get()), file, state.standardStrings(), this::refused),
          file);
    }
    Script file = onlyFile.orElseThrow(() -> noUndo(version, onDisk));
    if (row.isPresent()
        && onDisk.isPresent()
        && !simulation.isPlanned(app.name(), version)
        && row.get().differsFrom(onDisk.get().script())) {
      accept(onDisk.get());
    }
    return new Step.Undo(
        version,
        description,
        ScriptReading.undo(file, state.standardStrings(), pending, this::refused),
        file.toString());
  }

  /** False if the changed script was accepted before. */
  private boolean accept(Migration migration) {
    if (!acceptance.covers(migration.version())) {
      throw changed(migration);
    }
    return acceptance.use(app.name(), migration.version());
  }

  private LockstepException noUndo(Version version, Optional<Migration> onDisk) {
    String stayAbove = "choose a target at or above " + version + ".";
    if (onDisk.filter(Migration::isIrreversible).isPresent()) {
      return refused(
          version + " is applied, and irreversible, as " + onDisk.get().script() + " says",
          "Go on with a new migration, or " + stayAbove);
    }
    return refused(
        version
            + " is applied, but its undo script is neither in the database nor on disk"
            + onDisk.map(m -> " (beside " + m.script() + ")").orElse(" (nor is the migration)"),
        "Add " + undoFile(version, onDisk) + " to the app's folder, or " + stayAbove);
  }

  private static String undoFile(Version version, Optional<Migration> onDisk) {
    return onDisk.map(m -> m.script().undoFileName()).orElse("U" + version + "__….sql");
  }

  /** Migrations that stay applied must be unchanged. */
  private void checkKept() {
    List<Kept> kept = new ArrayList<>();
    for (Version version : simulation.applied(app.name())) {
      Migration migration = app.migrations().get(version);
      HistoryRow row = history.applied().get(version);
      if (migration == null) {
        if (!app.knows(version)) {
          notes.add(version + " is applied, but unknown to this image; it stays");
        }
      } else if (row != null && !simulation.isPlanned(app.name(), version)) {
        kept.add(new Kept(migration, row));
      }
    }
    List<Optional<Boolean>> changed = ReadAhead.each(kept, Kept::isChanged);
    for (int i = 0; i < kept.size(); i++) {
      if (changed.get(i).orElseGet(kept.get(i)::isChanged) && accept(kept.get(i).migration())) {
        accepted.add(kept.get(i).migration());
      }
    }
  }

  /** An applied migration that stays so. */
  private record Kept(Migration migration, HistoryRow row) {
    boolean isChanged() {
      return row.differsFrom(migration.script());
    }
  }

  private LockstepException changed(Migration migration) {
    return refused(
        migration.script() + " has changed since it was applied (its checksum differs)",
        "Put the file back as it was and make a new migration, or accept it with --accept-changed "
            + migration.version()
            + ".");
  }

  private void noteKeptRepeatables() {
    app.repeatables().stream()
        .filter(repeatable -> history.repeatable(repeatable.description()).isPresent())
        .forEach(
            repeatable ->
                notes.add(
                    "a repeatable has no undo script: what "
                        + repeatable.script()
                        + " has made stays"));
  }

  private LockstepException refused(String why, String next) {
    return new LockstepException(ExitCode.REFUSED, "target \"" + target + "\"", why, next);
  }
}
