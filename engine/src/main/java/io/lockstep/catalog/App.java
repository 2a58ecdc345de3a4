package io.lockstep.catalog;

import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A folder of migrations with a history of its own.
 *
 * @param name the folder's name
 * @param historyTable the name of its Flyway history table
 * @param migrations by version, oldest first
 * @param repeatables in Flyway's order, by description, of which each has another
 * @param strayUndos the undo scripts of versions that it has no migration of: their numbers are
 *     wrong, mostly
 */
public record App(
    AppName name,
    String historyTable,
    NavigableMap<Version, Migration> migrations,
    List<Repeatable> repeatables,
    NavigableMap<Version, Script> strayUndos) {

  /** How history tables' names end. */
  public static final String DEFAULT_TABLE_SUFFIX = "_schema_history";

  /** An app of which there is nothing on disk, but a history in the database. */
  public static App notOnDisk(AppName name) {
    return new App(name, defaultHistoryTable(name), new TreeMap<>(), List.of(), new TreeMap<>());
  }

  /** With another history table. */
  public App withHistoryTable(String table) {
    return new App(name, table, migrations, repeatables, strayUndos);
  }

  /** Of it only this. */
  public App only(NavigableMap<Version, Migration> kept, List<Repeatable> keptRepeatables) {
    return new App(name, historyTable, kept, keptRepeatables, strayUndos);
  }

  /** What somebody should know of its files, one line each. */
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

  /** The history table's name where nothing else is configured. */
  static String defaultHistoryTable(AppName name) {
    return name + DEFAULT_TABLE_SUFFIX;
  }

  /** The newest version on disk. */
  public Optional<Version> latest() {
    return migrations.isEmpty() ? Optional.empty() : Optional.of(migrations.lastKey());
  }
}
