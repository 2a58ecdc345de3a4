package io.lockstep.verify;

import io.lockstep.catalog.App;
import io.lockstep.catalog.Catalog;
import io.lockstep.history.AppHistory;
import io.lockstep.history.DatabaseState;
import io.lockstep.history.HistoryRow;
import io.lockstep.listing.Listing;
import io.lockstep.listing.MigrationListing;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/** Compares the history, the files and the stored undo scripts. */
final class HistoryCheck {
  private final Catalog catalog;
  private final DatabaseState state;
  private final List<String> findings = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  HistoryCheck(Catalog catalog, Listing listing, DatabaseState state) {
    this.catalog = catalog;
    this.state = state;
    listing.apps().forEach(this::check);
  }

  List<String> findings() {
    return findings;
  }

  List<String> notes() {
    return notes;
  }

  private void check(Listing.AppListing app) {
    AppName appName = new AppName(app.name());
    AppHistory history = state.history(appName);
    App onDisk = catalog.app(appName).orElseGet(() -> App.notOnDisk(appName));
    checkLost(appName, history);
    UndoCheck undo = new UndoCheck(app, onDisk, findings, notes);
    for (MigrationListing migration : app.migrations()) {
      Optional<Version> version = migration.version().map(Version::of);
      if (version.isPresent()) {
        String name = app.name() + " " + migration.version().get();
        HistoryRow row = history.applied().get(version.get());
        if (row == null && onDisk.migrations().containsKey(version.get())) {
          checkMissing(name, version.get(), history);
        } else if (row != null) { // what is neither applied nor on disk is over and done with
          undo.check(version.get(), migration, row);
          checkOrder(name, version.get(), row, history);
        }
      }
    }
    undo.end();
  }

  /** Stored undo scripts show that an app was here: its history table was dropped or emptied. */
  private void checkLost(AppName app, AppHistory history) {
    if (history.last().isEmpty()) {
      SortedSet<Version> applied = state.stored().versions(app);
      if (!applied.isEmpty()) {
        findings.add(
            "%s has no history here, but it was at %s, by the undo scripts stored here"
                .formatted(app, applied.last()));
      }
    }
  }

  /** Notes a version that was applied with --out-of-order: it is no error, but worth knowing. */
  private void checkOrder(String name, Version version, HistoryRow row, AppHistory history) {
    history.applied().tailMap(version, false).entrySet().stream()
        .filter(later -> later.getValue().rank() < row.rank())
        .map(Map.Entry::getKey)
        .findFirst()
        .ifPresent(later -> notes.add(name + " was applied after " + later + " (out of order)"));
  }

  private void checkMissing(String name, Version version, AppHistory history) {
    boolean passedBy = history.current().filter(c -> version.compareTo(c) < 0).isPresent();
    if (passedBy && !history.isBelowBaseline(version)) {
      findings.add(
          name
              + " is missing: it is not applied, but "
              + history.current().get()
              + " is (out of order)");
    }
  }
}
