package io.lockstep.catalog;

import io.lockstep.catalog.settings.AppSettings;
import io.lockstep.placeholders.DatabaseValues;
import io.lockstep.placeholders.Placeholders;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
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

  /** This app with Flyway's own placeholders as they are in a database. */
  App in(DatabaseValues database) {
    Placeholders now = settings.placeholders().in(database, historyTable());
    NavigableMap<Version, Migration> all = new TreeMap<>(migrations);
    all.replaceAll((version, migration) -> migration.with(now));
    NavigableMap<Version, Script> undos = new TreeMap<>(strayUndos);
    undos.replaceAll((version, undo) -> undo.with(now));
    return new App(
        name,
        settings.withPlaceholders(now),
        all,
        repeatables.stream().map(repeatable -> repeatable.with(now)).toList(),
        undos);
  }

  /** True if a script of it, or all of them, have placeholders that are replaced. */
  boolean replacesPlaceholders() {
    return Stream.of(
            migrations.values().stream().flatMap(Migration::scripts),
            repeatables.stream().map(Repeatable::script),
            strayUndos.values().stream())
        .flatMap(scripts -> scripts)
        .anyMatch(Script::replacesPlaceholders);
  }

  /** This app with only these migrations and repeatables. */
  public App only(NavigableMap<Version, Migration> kept, List<Repeatable> keptRepeatables) {
    return new App(name, settings, kept, keptRepeatables, strayUndos);
  }

  /** Notes on its files for people, one line each. */
  public List<String> notes() {
    return strayUndos.entrySet().stream()
        .map(
            undo ->
                undo.getValue()
                    + " takes back "
                    + undo.getKey()
                    + ", and there is no migration of that number")
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
