package io.lockstep.history;

import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * All apps' histories, stored migrations and unfinished steps, as one moment showed them.
 *
 * @param histories by app; an app that is not in it has no history table
 * @param stored what is kept of applied migrations
 * @param unfinished the step of each app that was begun and has not ended well
 */
public record DatabaseState(
    SortedMap<AppName, AppHistory> histories,
    Map<AppName, Map<Version, StoredMigration>> stored,
    Map<AppName, UnfinishedStep> unfinished) {

  /** The history of one app, empty if it has none. */
  public AppHistory history(AppName app) {
    return histories.getOrDefault(app, AppHistory.none());
  }

  /** What is kept of one migration. */
  public Optional<StoredMigration> stored(AppName app, Version version) {
    return Optional.ofNullable(stored.getOrDefault(app, Map.of()).get(version));
  }
}
