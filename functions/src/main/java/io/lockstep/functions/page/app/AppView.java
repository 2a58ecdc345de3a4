package io.lockstep.functions.page.app;

import io.lockstep.functions.snapshot.PageSnapshot;
import io.lockstep.listing.Listing.AppListing;
import io.lockstep.listing.MigrationListing;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * One app: its versions, the newest first and the older ones folded, then its repeatables. A page
 * has at most {@value #MOST} versions of an app: a browser is slow with more, and a hundred
 * thousand would not fit into the function's memory.
 *
 * @param position its version, as a sentence
 * @param counts how many migrations are in which state
 * @param more the way to those that are older still
 * @param part whether these are not the newest
 */
public record AppView(
    String name,
    String position,
    List<StateCount> counts,
    Optional<UnfinishedView> unfinished,
    List<TableView> tables,
    Optional<More> more,
    boolean part) {
  private static final int SHOWN = 20;

  /** Nobody wants to unfold a handful. */
  private static final int WORTH_FOLDING = 5;

  private static final int MOST = 1_000;

  /**
   * The versions that are not on this page.
   *
   * @param number how many there are
   * @param before the oldest version that is in it
   */
  public record More(int number, String before) {}

  /**
   * Shows an app's newest versions, or older ones.
   *
   * @param before only what is older than this; empty for the newest, with the repeatables
   */
  public static AppView of(
      AppListing app, PageSnapshot now, Optional<Version> before, MigrateCommandLine commands) {
    List<MigrationListing> versions = versions(app, before);
    List<MigrationListing> shown =
        versions.size() <= MOST + WORTH_FOLDING ? versions : versions.subList(0, MOST);
    List<TableView> tables = new ArrayList<>();
    int older = versions.size() - shown.size();
    tables.addAll(tables(app, rows(app, shown, now, commands), older == 0, before, commands));
    List<MigrationListing> repeatables =
        app.migrations().stream().filter(migration -> migration.version().isEmpty()).toList();
    if (before.isEmpty() && !repeatables.isEmpty()) {
      tables.add(
          new TableView(
              "Repeatable migrations of " + app.name() + ", which run again when they change",
              Optional.empty(),
              true,
              rows(app, repeatables, now, commands),
              Optional.empty()));
    }
    return new AppView(
        app.name(),
        position(app),
        StateCount.byState(app.migrations()),
        UnfinishedView.of(new AppName(app.name()), now.state()),
        tables,
        older == 0
            ? Optional.empty()
            : shown.get(shown.size() - 1).version().map(last -> new More(older, last)),
        before.isPresent());
  }

  /** Newest first. */
  private static List<MigrationListing> versions(AppListing app, Optional<Version> before) {
    List<MigrationListing> versions = new ArrayList<>();
    for (MigrationListing migration : app.migrations()) {
      migration
          .version()
          .map(Version::of)
          .filter(version -> before.isEmpty() || version.compareTo(before.get()) < 0)
          .ifPresent(version -> versions.add(migration));
    }
    Collections.reverse(versions);
    return versions;
  }

  private static List<RowView> rows(
      AppListing app,
      List<MigrationListing> migrations,
      PageSnapshot now,
      MigrateCommandLine commands) {
    // By number: a history table may say 1 where the file says 0001.
    Optional<Version> current = Version.parse(app.current());
    return migrations.stream()
        .map(
            migration ->
                RowView.of(
                    app,
                    current,
                    migration,
                    RunLink.of(new AppName(app.name()), migration, now),
                    commands))
        .toList();
  }

  private static List<TableView> tables(
      AppListing app,
      List<RowView> rows,
      boolean all,
      Optional<Version> before,
      MigrateCommandLine commands) {
    String caption =
        "Migrations of "
            + app.name()
            + before.map(version -> " older than " + version).orElse("")
            + ", newest first";
    Optional<TableView.Zero> zero =
        Optional.of(
                new TableView.Zero(
                    app.current().equals("zero"), MigrateHint.to(app.name(), "zero", commands)))
            .filter(row -> all);
    if (before.isPresent() || rows.size() <= SHOWN + WORTH_FOLDING) {
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
      boolean repeatables = app.migrations().stream().anyMatch(m -> m.version().isEmpty());
      return at
          + (repeatables
              ? "; this image has only repeatables of it" + due(app)
              : "; this image has no migration of it");
    }
    return Version.parse(app.current()).equals(Version.parse(app.latest()))
        ? at + ", the latest" + due(app)
        : at + "; the latest in this image is " + app.latest();
  }

  private static String due(AppListing app) {
    long due =
        app.migrations().stream().filter(m -> m.version().isEmpty() && m.state().isDue()).count();
    return due == 0 ? "" : due == 1 ? "; a repeatable is due" : "; " + due + " repeatables are due";
  }
}
