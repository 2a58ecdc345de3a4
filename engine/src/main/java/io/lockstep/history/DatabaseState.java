package io.lockstep.history;

import io.lockstep.targets.AppName;
import java.util.Map;
import java.util.SortedMap;

/**
 * All apps' histories and unfinished steps at one moment, and a reader of the stored scripts.
 *
 * @param histories by app; an app without an entry has no history table
 * @param stored reads the data stored of applied migrations
 * @param unfinished the step of each app that was begun and did not end well
 */
public record DatabaseState(
    SortedMap<AppName, AppHistory> histories,
    UndoScriptReader stored,
    Map<AppName, UnfinishedStep> unfinished) {
  /** The history of one app, empty if it has none. */
  public AppHistory history(AppName app) {
    return histories.getOrDefault(app, AppHistory.none());
  }
}
