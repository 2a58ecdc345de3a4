package io.lockstep.catalog;

import io.lockstep.catalog.settings.AppSettings;
import io.lockstep.catalog.settings.UndoPolicy;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A folder of migrations with a history of its own.
 *
 * @param name the folder's name
 * @param settings what its {@code lockstep.properties} says
 * @param migrations by version, oldest first
 * @param repeatables in Flyway's order, which is by description; no two have the same
 * @param strayUndos the undo scripts of versions without a migration here: mostly, their numbers
 *     are wrong
 */
public record App(
    AppName name,
    AppSettings settings,
    NavigableMap<Version, Migration> migrations,
    List<Repeatable> repeatables,
    NavigableMap<Version, Script> strayUndos) {

  /** An app that has nothing on disk, but a history in the database. */
  public static App notOnDisk(AppName name) {
    return new App(name, AppSettings.defaults(name), new TreeMap<>(), List.of(), new TreeMap<>());
  }

  /** This app with another history table. */
  public App withHistoryTable(String table) {
    return new App(name, settings.withHistoryTable(table), migrations, repeatables, strayUndos);
  }

  /** This app with only these migrations and repeatables. */
  public App only(NavigableMap<Version, Migration> kept, List<Repeatable> keptRepeatables) {
    return new App(name, settings, kept, keptRepeatables, strayUndos);
  }

  /** This app, with this policy if its settings have none. */
  App orUndo(UndoPolicy otherwise) {
    return new App(name, settings.orUndo(otherwise), migrations, repeatables, strayUndos);
  }

  /**
   * The migrations that must have an undo script. Where the settings don't say: all, if the app has
   * any undo script. An empty one shows no such habit; one that is stored and has no file here any
   * more does, or a folder whose undo scripts were lost would pass for one that never had any.
   *
   * @param stored the versions whose undo script is stored in the database
   */
  public UndoPolicy undoPolicy(Set<Version> stored) {
    return settings
        .undo()
        .orElseGet(
            () ->
                undoFiles().anyMatch(Script::hasStatement)
                        || stored.stream().anyMatch(version -> !hasUndoFile(version))
                    ? UndoPolicy.REQUIRED
                    : UndoPolicy.OPTIONAL);
  }

  private Stream<Script> undoFiles() {
    return Stream.concat(
        migrations.values().stream().flatMap(migration -> migration.undo().stream()),
        strayUndos.values().stream());
  }

  private boolean hasUndoFile(Version version) {
    return strayUndos.containsKey(version)
        || Optional.ofNullable(migrations.get(version)).flatMap(Migration::undo).isPresent();
  }

  /** Notes on its files for people, one line each. */
  public List<String> notes() {
    return Stream.concat(
            strayUndos.entrySet().stream()
                .map(
                    undo ->
                        undo.getValue()
                            + " takes back "
                            + undo.getKey()
                            + ", and there is no migration of that number"),
            settings.accepted().stream()
                .filter(known -> !migrations.containsKey(known.version()))
                .map(
                    known ->
                        known
                            + " in lockstep.properties can be removed: there is no migration of"
                            + " that number"))
        .toList();
  }

  /** The name of its history table, which has Flyway's form. */
  public String historyTable() {
    return settings.historyTable();
  }

  /** The newest version on disk. */
  public Optional<Version> latest() {
    return migrations.isEmpty() ? Optional.empty() : Optional.of(migrations.lastKey());
  }
}
