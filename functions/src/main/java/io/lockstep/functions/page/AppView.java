package io.lockstep.functions.page;

import io.lockstep.functions.snapshot.Snapshot;
import io.lockstep.listing.Listing.AppListing;
import io.lockstep.listing.MigrationListing;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * One app: its versions, the newest first and the older ones folded, then its repeatables.
 *
 * @param position where it is, as a sentence
 * @param counts how many migrations are in which state
 */
record AppView(
    String name,
    String position,
    List<Count> counts,
    Optional<UnfinishedView> unfinished,
    List<TableView> tables) {
  private static final int SHOWN = 20;

  /** Nobody wants to unfold a handful. */
  private static final int WORTH_FOLDING = 5;

  static AppView of(AppListing app, Snapshot now, Commands commands) {
    // By number: a history table may say 1 where the file says 0001.
    Optional<Version> current = Version.parse(app.current());
    List<RowView> versions = new ArrayList<>();
    List<RowView> repeatables = new ArrayList<>();
    for (MigrationListing migration : app.migrations()) {
      (migration.version().isPresent() ? versions : repeatables)
          .add(RowView.of(app.name(), current, migration, commands));
    }
    Collections.reverse(versions);
    List<TableView> tables = new ArrayList<>(versions(app, versions, commands));
    if (!repeatables.isEmpty()) {
      tables.add(
          new TableView(
              "Repeatable migrations of " + app.name() + ", which run again when they change",
              Optional.empty(),
              true,
              repeatables,
              Optional.empty()));
    }
    return new AppView(
        app.name(),
        position(app),
        Count.byState(app.migrations()),
        UnfinishedView.of(new AppName(app.name()), now),
        tables);
  }

  private static List<TableView> versions(AppListing app, List<RowView> rows, Commands commands) {
    String caption = "Migrations of " + app.name() + ", newest first";
    Optional<TableView.Zero> zero =
        Optional.of(
            new TableView.Zero(
                app.current().equals("zero"), Jump.to(app.name(), "zero", commands)));
    if (rows.size() <= SHOWN + WORTH_FOLDING) {
      return List.of(new TableView(caption, Optional.empty(), false, rows, zero));
    }
    int older = rows.size() - SHOWN;
    return List.of(
        new TableView(caption, Optional.empty(), false, rows.subList(0, SHOWN), Optional.empty()),
        new TableView(
            "Older migrations of " + app.name() + ", newest first",
            Optional.of(older + " older migrations"),
            true,
            rows.subList(SHOWN, rows.size()),
            zero));
  }

  private static String position(AppListing app) {
    String at = "At " + app.current();
    if (app.latest().equals("zero")) {
      return at + "; this image has no migration of it";
    }
    return Version.parse(app.current()).equals(Version.parse(app.latest()))
        ? at + ", the latest"
        : at + "; the latest in this image is " + app.latest();
  }
}
