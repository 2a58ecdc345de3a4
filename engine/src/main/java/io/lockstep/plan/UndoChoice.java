package io.lockstep.plan;

import io.lockstep.catalog.App;
import io.lockstep.catalog.Migration;
import io.lockstep.catalog.Script;
import io.lockstep.history.UndoScript;
import io.lockstep.history.UndoScriptReader;
import io.lockstep.targets.Version;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The undo scripts of an app, stored and on disk. */
final class UndoChoice {
  private final App app;
  private final UndoScriptReader stored;
  private final Simulation simulation;
  private final Set<Version> fromFile;

  /**
   * @param fromFile versions whose file is preferred to the stored script
   */
  UndoChoice(App app, UndoScriptReader stored, Simulation simulation, Set<Version> fromFile) {
    this.app = app;
    this.stored = stored;
    this.simulation = simulation;
    this.fromFile = fromFile;
  }

  /** The stored scripts to run. For a version that a planned step applies, its file counts. */
  Map<Version, UndoScript.Stored> stored(Set<Version> versions) {
    Set<Version> wanted = new HashSet<>(versions);
    wanted.removeIf(
        version ->
            simulation.isPlanned(app.name(), version)
                || (fromFile.contains(version) && file(version).isPresent()));
    return stored.undos(app.name(), wanted);
  }

  /** The file on disk; a version that only the database knows may still have an undo file. */
  Optional<Script> file(Version version) {
    return Optional.ofNullable(app.migrations().get(version))
        .map(Migration::undo)
        .orElseGet(() -> Optional.ofNullable(app.strayUndos().get(version)));
  }

  /** The files of these versions whose text differs from the stored one. */
  SortedMap<Version, Script> otherFiles(Collection<Version> versions) {
    Map<Version, Script> files = new HashMap<>();
    versions.forEach(version -> file(version).ifPresent(file -> files.put(version, file)));
    SortedMap<Version, Script> other = new TreeMap<>(files);
    other.keySet().retainAll(stored.differing(app.name(), files));
    return other;
  }
}
