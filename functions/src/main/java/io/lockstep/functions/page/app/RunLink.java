package io.lockstep.functions.page.app;

import io.lockstep.functions.snapshot.PageSnapshot;
import io.lockstep.history.AppHistory;
import io.lockstep.history.HistoryRow;
import io.lockstep.listing.MigrationListing;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.util.Optional;

/**
 * The run that has made a migration's state.
 *
 * @param did what it did, before its number
 */
public record RunLink(long run, String did) {
  static Optional<RunLink> of(AppName app, MigrationListing migration, PageSnapshot now) {
    return row(migration, now.state().history(app))
        .flatMap(
            row ->
                now.runs()
                    .of(app, row)
                    .map(run -> new RunLink(run, row.takesBack() ? "undone by" : "applied by")));
  }

  /** The row that the list is made of. */
  private static Optional<HistoryRow> row(MigrationListing migration, AppHistory history) {
    Optional<Version> version = migration.version().map(Version::of);
    return version.isEmpty()
        ? history.repeatable(migration.description())
        : version.map(history.applied()::get).or(() -> version.map(history.undone()::get));
  }
}
