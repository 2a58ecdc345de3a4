package io.lockstep.verify;

import io.lockstep.catalog.App;
import io.lockstep.catalog.Migration;
import io.lockstep.catalog.settings.AcceptableFault;
import io.lockstep.history.HistoryRow;
import io.lockstep.listing.Listing.AppListing;
import io.lockstep.listing.MigrationListing;
import io.lockstep.plan.report.MissingUndos;
import io.lockstep.targets.Version;
import java.util.List;
import java.util.Optional;

/**
 * Checks whether what is applied of an app can be taken back, as far as its settings require it.
 */
final class UndoCheck {
  private final AppListing listing;
  private final App app;
  private final List<String> findings;
  private final List<String> notes;
  private int lastRank;
  private Optional<Version> stop = Optional.empty();
  private long notRequired;

  /**
   * @param findings receives what is wrong
   * @param notes receives what is only worth knowing
   */
  UndoCheck(AppListing listing, App app, List<String> findings, List<String> notes) {
    this.listing = listing;
    this.app = app;
    this.findings = findings;
    this.notes = notes;
  }

  /** Checks one applied migration. */
  void check(Version version, MigrationListing migration, HistoryRow row) {
    String name = app.name() + " " + version;
    switch (migration.undo()) {
      case STORED -> {}
      case FILE ->
          notes.add(
              name
                  + " can be taken back only by an image that has its undo script: none is stored");
      case NONE -> none(name, version, row);
    }
  }

  private void none(String name, Version version, HistoryRow row) {
    String what = name + " can't be taken back: ";
    Optional<Migration> file = Optional.ofNullable(app.migrations().get(version));
    Optional<String> accepted = app.settings().reason(AcceptableFault.UNDO_MISSING, version);
    if (file.filter(Migration::isIrreversible).isPresent()) {
      notes.add(what + "it is irreversible, as its script says");
    } else if (!listing.requiresUndo(version)) {
      notRequired++;
    } else if (accepted.isPresent()) {
      notes.add(what + "there is no undo script; accepted: " + accepted.get());
    } else {
      findings.add(what + "there is no undo script, stored or on disk");
    }
    if (row.rank() >= lastRank) {
      lastRank = row.rank();
      stop = Optional.of(version);
    }
  }

  /** Notes how many migrations have no undo script and need none. */
  void end() {
    stop.filter(version -> notRequired > 0)
        .ifPresent(
            version -> notes.add(app.name() + ": " + new MissingUndos(notRequired, version)));
  }
}
