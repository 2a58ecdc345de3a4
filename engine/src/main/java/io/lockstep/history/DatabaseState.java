package io.lockstep.history;

import io.lockstep.targets.AppName;
import java.util.Map;
import java.util.SortedMap;

/**
 * All apps' histories and unfinished steps, as one moment showed them, and the way to what is
 * stored of them.
 *
 * @param histories by app; an app that is not in it has no history table
 * @param stored reads what is kept of applied migrations
 * @param unfinished the step of each app that was begun and has not ended well
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
