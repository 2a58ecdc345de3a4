package io.lockstep.listing;

import io.lockstep.history.HistoryRow;
import java.time.Instant;
import java.util.Optional;

/**
 * One migration.
 *
 * @param version empty for a repeatable
 * @param installedOn the time when it was applied, or taken back
 * @param executionMillis the duration of that, in milliseconds
 * @param installedBy the database user that did it
 */
public record MigrationListing(
    Optional<String> version,
    String description,
    MigrationState state,
    Optional<Instant> installedOn,
    Optional<Integer> executionMillis,
    Optional<String> installedBy,
    UndoPlace undo) {

  static MigrationListing of(
      Optional<String> version,
      String description,
      MigrationState state,
      Optional<HistoryRow> row,
      UndoPlace undo) {
    return new MigrationListing(
        version,
        description,
        state,
        row.map(HistoryRow::installedOn),
        row.map(HistoryRow::executionMillis),
        row.map(HistoryRow::installedBy),
        undo);
  }
}
