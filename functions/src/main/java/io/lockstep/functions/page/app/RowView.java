package io.lockstep.functions.page.app;

import io.lockstep.functions.page.format.DurationFormat;
import io.lockstep.functions.page.format.UtcTimestamp;
import io.lockstep.listing.Listing.AppListing;
import io.lockstep.listing.MigrationListing;
import io.lockstep.listing.MigrationState;
import io.lockstep.listing.UndoPlace;
import io.lockstep.targets.Version;
import java.time.Duration;
import java.util.Optional;

/**
 * One migration as a row.
 *
 * @param here whether the app is at this version
 * @param madeBy the run that has applied it or taken it back, if that is known
 * @param undo the place of its undo script; empty for a repeatable, which needs none
 * @param irreversible whether it is applied and can't be taken back, but should be
 * @param baseline whether it was applied before the history began
 * @param jump the way to this version; empty for a repeatable
 */
public record RowView(
    String version,
    boolean here,
    String description,
    MigrationState state,
    Optional<UtcTimestamp> when,
    boolean baseline,
    Optional<RunLink> madeBy,
    Optional<String> took,
    Optional<String> undo,
    boolean irreversible,
    Optional<MigrateHint> jump) {

  static RowView of(
      AppListing app,
      Optional<Version> current,
      MigrationListing migration,
      Optional<RunLink> madeBy,
      MigrateCommandLine commands) {
    boolean applied = migration.state().isInDatabase();
    return new RowView(
        migration.version().orElse("repeatable"),
        migration
            .version()
            .map(Version::of)
            .filter(v -> current.equals(Optional.of(v)))
            .isPresent(),
        migration.description(),
        migration.state(),
        migration.installedOn().map(UtcTimestamp::of),
        applied && migration.installedOn().isEmpty(),
        madeBy,
        migration.executionMillis().map(Duration::ofMillis).map(DurationFormat::text),
        migration.version().map(version -> undo(migration.undo())),
        applied
            && migration.undo() == UndoPlace.NONE
            && migration.version().map(Version::of).filter(app::requiresUndo).isPresent(),
        migration.version().map(version -> MigrateHint.to(app.name(), version, commands)));
  }

  private static String undo(UndoPlace undo) {
    return switch (undo) {
      case STORED -> "stored in database";
      case FILE -> "file in image";
      case NONE -> "none";
    };
  }
}
