package io.lockstep.listing;

import io.lockstep.catalog.App;
import io.lockstep.catalog.Migration;
import io.lockstep.catalog.Repeatable;
import io.lockstep.history.AppHistory;
import io.lockstep.history.HistoryRow;
import io.lockstep.targets.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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

  static List<MigrationListing> all(App app, AppHistory history, Set<Version> undoable) {
    Optional<Migration> baseline = baseline(app, history);
    TreeSet<Version> versions = new TreeSet<>(app.migrations().keySet());
    baseline.ifPresent(script -> versions.add(script.version()));
    versions.addAll(history.applied().keySet());
    versions.addAll(history.undone().keySet());
    List<MigrationListing> all = new ArrayList<>();
    for (Version version : versions) {
      all.add(
          baseline
              .filter(script -> script.version().equals(version))
              .map(script -> ofBaseline(script, history))
              .orElseGet(() -> versioned(version, app, history, undoable.contains(version))));
    }
    List<Repeatable> due = history.due(app.repeatables());
    app.repeatables()
        .forEach(r -> all.add(repeatable(r, due.contains(r), history.repeatable(r.description()))));
    return all;
  }

  /** The baseline script with which the app's history begins, or would begin now. */
  private static Optional<Migration> baseline(App app, AppHistory history) {
    return history.current().isEmpty()
        ? Optional.ofNullable(app.baselines().lastEntry()).map(Map.Entry::getValue)
        : history.baseline().flatMap(version -> Optional.ofNullable(app.baselines().get(version)));
  }

  private static MigrationListing ofBaseline(Migration baseline, AppHistory history) {
    return of(
        Optional.of(baseline.version().toString()),
        baseline.description(),
        history.baseline().isPresent() ? MigrationState.APPLIED : MigrationState.PENDING,
        history.baselineRow(),
        UndoPlace.NONE);
  }

  private static MigrationListing versioned(
      Version version, App app, AppHistory history, boolean stored) {
    Optional<Migration> file = Optional.ofNullable(app.migrations().get(version));
    Optional<HistoryRow> applied = Optional.ofNullable(history.applied().get(version));
    Optional<HistoryRow> row = applied.or(() -> Optional.ofNullable(history.undone().get(version)));
    String description =
        file.map(Migration::description).or(() -> row.map(HistoryRow::description)).orElse("");
    UndoPlace undo =
        stored
            ? UndoPlace.STORED
            : file.flatMap(Migration::undo).isPresent() ? UndoPlace.FILE : UndoPlace.NONE;
    String text = file.map(Migration::version).orElse(version).toString();
    return of(Optional.of(text), description, state(version, app, applied, history), row, undo);
  }

  private static MigrationState state(
      Version version, App app, Optional<HistoryRow> applied, AppHistory history) {
    if (applied.isPresent()) {
      return Optional.ofNullable(app.migrations().get(version))
          .map(
              f ->
                  applied.get().differsFrom(f.script())
                      ? MigrationState.CHANGED
                      : MigrationState.APPLIED)
          .orElse(app.knows(version) ? MigrationState.APPLIED : MigrationState.UNKNOWN);
    }
    if (waits(version, app, history)) {
      return MigrationState.WAITING;
    }
    if (history.undone().containsKey(version)) {
      return MigrationState.UNDONE;
    }
    return history.isBelowBaseline(version) ? MigrationState.APPLIED : MigrationState.PENDING;
  }

  /** True for a contract step that is to come, if the app is applied and so may have old pods. */
  private static boolean waits(Version version, App app, AppHistory history) {
    return history.current().isPresent()
        && !history.isBelowBaseline(version)
        && Optional.ofNullable(app.migrations().get(version))
            .filter(Migration::isReadableContract)
            .isPresent();
  }

  private static MigrationListing repeatable(
      Repeatable repeatable, boolean due, Optional<HistoryRow> row) {
    MigrationState state =
        row.map(r -> due ? MigrationState.CHANGED : MigrationState.APPLIED)
            .orElse(MigrationState.PENDING);
    return of(Optional.empty(), repeatable.description(), state, row, UndoPlace.NONE);
  }

  private static MigrationListing of(
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
