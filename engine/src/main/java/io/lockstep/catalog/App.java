package io.lockstep.catalog;

import io.lockstep.catalog.settings.AppSettings;
import io.lockstep.catalog.settings.UndoPolicy;
import io.lockstep.placeholders.DatabaseValues;
import io.lockstep.placeholders.Placeholders;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A folder of migrations with a history of its own.
 *
 * @param name the folder's name
 * @param settings what its {@code lockstep.properties} says
 * @param migrations by version, oldest first
 * @param baselines the scripts that stand for all versions up to theirs, in an empty database only
 * @param repeatables in Flyway's order, which is by description; no two have the same
 * @param callbacks the scripts that run at certain moments of each run
 * @param strayUndos the undo scripts of versions without a migration here: mostly, their numbers
 *     are wrong
 */
public record App(
    AppName name,
    AppSettings settings,
    NavigableMap<Version, Migration> migrations,
    NavigableMap<Version, Migration> baselines,
    List<Repeatable> repeatables,
    Callbacks callbacks,
    NavigableMap<Version, Script> strayUndos) {

  /** An app that has nothing on disk, but a history in the database. */
  public static App notOnDisk(AppName name) {
    return new App(
        name,
        AppSettings.defaults(name),
        new TreeMap<>(),
        new TreeMap<>(),
        List.of(),
        Callbacks.NONE,
        new TreeMap<>());
  }

  /** This app with another history table. */
  public App withHistoryTable(String table) {
    return with(settings.withHistoryTable(table));
  }

  private App with(AppSettings other) {
    return new App(name, other, migrations, baselines, repeatables, callbacks, strayUndos);
  }

  /** This app with Flyway's own placeholders as they are in a database. */
  App in(DatabaseValues database) {
    Placeholders now = settings.placeholders().in(database, historyTable());
    NavigableMap<Version, Script> undos = new TreeMap<>(strayUndos);
    undos.replaceAll((version, undo) -> undo.with(now));
    return new App(
        name,
        settings.withPlaceholders(now),
        with(migrations, now),
        with(baselines, now),
        repeatables.stream().map(repeatable -> repeatable.with(now)).toList(),
        callbacks.with(now),
        undos);
  }

  private static NavigableMap<Version, Migration> with(
      NavigableMap<Version, Migration> migrations, Placeholders now) {
    NavigableMap<Version, Migration> all = new TreeMap<>(migrations);
    all.replaceAll((version, migration) -> migration.with(now));
    return all;
  }

  /** True if a script of it, or all of them, have placeholders that are replaced. */
  boolean replacesPlaceholders() {
    return Stream.of(
            migrations.values().stream().flatMap(Migration::scripts),
            baselines.values().stream().flatMap(Migration::scripts),
            callbacks.all().stream().map(Callback::script),
            repeatables.stream().map(Repeatable::script),
            strayUndos.values().stream())
        .flatMap(scripts -> scripts)
        .anyMatch(Script::replacesPlaceholders);
  }

  /** This app with only these migrations, baseline scripts and repeatables. */
  public App only(
      NavigableMap<Version, Migration> kept,
      NavigableMap<Version, Migration> keptBaselines,
      List<Repeatable> keptRepeatables) {
    return new App(name, settings, kept, keptBaselines, keptRepeatables, callbacks, strayUndos);
  }

  /** This app, with this policy if its settings have none. */
  App orUndo(UndoPolicy otherwise) {
    return with(settings.orUndo(otherwise));
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
                .filter(known -> !versions().contains(known.version()))
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

  /** The versions on disk: those of migrations, and those that a baseline script leads to. */
  public NavigableSet<Version> versions() {
    if (baselines.isEmpty()) {
      return migrations.navigableKeySet();
    }
    NavigableSet<Version> versions = new TreeSet<>(migrations.keySet());
    versions.addAll(baselines.keySet());
    return versions;
  }

  /** The newest version on disk. */
  public Optional<Version> latest() {
    NavigableSet<Version> versions = versions();
    return versions.isEmpty() ? Optional.empty() : Optional.of(versions.last());
  }

  /** True if this version's migration is on disk, or a baseline script that stands for it. */
  public boolean knows(Version version) {
    return migrations.containsKey(version) || baselines.ceilingKey(version) != null;
  }
}
