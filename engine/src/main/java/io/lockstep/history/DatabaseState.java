package io.lockstep.history;

import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * All apps' histories and unfinished steps at one moment, and a reader of the stored scripts.
 *
 * @param histories by app; an app without an entry has no history table
 * @param stored reads the data stored of applied migrations
 * @param unfinished the step of each app that was begun and did not end well
 * @param begun the steps in batches that were begun, of all apps
 * @param standardStrings false if a backslash escapes in a script's quotes, because the
 *     administrator has set standard_conforming_strings so for the role or the database
 */
public record DatabaseState(
    SortedMap<AppName, AppHistory> histories,
    UndoScriptReader stored,
    Map<AppName, UnfinishedStep> unfinished,
    List<BatchProgress> begun,
    boolean standardStrings) {
  /**
   * The state of a database with our newest tables, in which no step was begun and did not end.
   *
   * @param schema the schema in which the migrations run
   */
  public static DatabaseState settled(
      SortedMap<AppName, AppHistory> histories, JdbcClient jdbc, String schema) {
    UndoScriptReader stored = new UndoScriptReader(jdbc, schema, true, true);
    return new DatabaseState(histories, stored, Map.of(), List.of(), true);
  }

  /**
   * The step in batches of this script, if it was begun and has not ended.
   *
   * @param app its name
   */
  public Optional<BatchProgress> begun(Optional<String> app, Optional<String> script) {
    return begun.stream()
        .filter(batch -> app.equals(Optional.of(batch.app())))
        .filter(batch -> script.equals(Optional.of(batch.script())))
        .findFirst();
  }

  /** The same step in batches, if it was begun and has not ended. */
  public Optional<BatchProgress> begun(AppName app, StepAction action, Version version) {
    return begun.stream()
        .filter(batch -> batch.app().equals(app.text()) && batch.action() == action)
        .filter(batch -> Version.of(batch.version()).equals(version))
        .findFirst();
  }

  /** The history of one app, empty if it has none. */
  public AppHistory history(AppName app) {
    return histories.getOrDefault(app, AppHistory.none());
  }
}
