package io.lockstep.listing;

import io.lockstep.ReadAhead;
import io.lockstep.catalog.App;
import io.lockstep.catalog.Migration;
import io.lockstep.catalog.Repeatable;
import io.lockstep.history.AppHistory;
import io.lockstep.history.HistoryRow;
import io.lockstep.targets.Version;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The migrations of an app, and after them its repeatables. Only the states are kept, and the rest
 * is put together when somebody looks: there may be a hundred thousand.
 */
final class ShownMigrations extends AbstractList<MigrationListing> implements RandomAccess {
  private final App app;
  private final AppHistory history;
  private final Set<Version> undoable;
  private final Optional<Migration> baseline;
  private final List<Version> versions;
  private final @Nullable HistoryRow[] rows;
  private final MigrationState[] states;
  private final List<MigrationListing> repeatables;

  ShownMigrations(App app, AppHistory history, Set<Version> undoable) {
    this.app = app;
    this.history = history;
    this.undoable = undoable;
    this.baseline = baseline(app, history);
    this.versions = versions();
    this.rows = rows();
    this.states = states();
    this.repeatables = repeatables();
  }

  /** The baseline script with which the app's history begins, or would begin now. */
  private static Optional<Migration> baseline(App app, AppHistory history) {
    return history.current().isEmpty()
        ? Optional.ofNullable(app.baselines().lastEntry()).map(Map.Entry::getValue)
        : history.baseline().flatMap(version -> Optional.ofNullable(app.baselines().get(version)));
  }

  /** Sorts what is sorted already but for its seams, which takes less than a tree. */
  private List<Version> versions() {
    List<Version> all = new ArrayList<>(app.migrations().keySet());
    baseline.ifPresent(script -> all.add(script.version()));
    all.addAll(history.applied().keySet());
    all.addAll(history.undone().keySet());
    Collections.sort(all);
    List<Version> once = new ArrayList<>(all.size());
    for (Version version : all) {
      if (once.isEmpty() || !once.get(once.size() - 1).equals(version)) {
        once.add(version);
      }
    }
    return once;
  }

  /**
   * The row of each version that has one, found by walking along: a search for each takes longer.
   */
  private @Nullable HistoryRow[] rows() {
    @Nullable HistoryRow[] all = new HistoryRow[versions.size()];
    put(history.applied(), all);
    put(history.undone(), all);
    return all;
  }

  private void put(NavigableMap<Version, HistoryRow> some, @Nullable HistoryRow[] all) {
    int place = 0;
    for (Map.Entry<Version, HistoryRow> row : some.entrySet()) {
      while (!versions.get(place).equals(row.getKey())) {
        place++;
      }
      all[place] = row.getValue();
    }
  }

  /** Files are read last, all together. */
  private MigrationState[] states() {
    MigrationState[] all = new MigrationState[versions.size()];
    List<Integer> withFile = new ArrayList<>();
    for (int i = 0; i < all.length; i++) {
      Version version = versions.get(i);
      if (isBaseline(version)) {
        all[i] = history.baseline().isPresent() ? MigrationState.APPLIED : MigrationState.PENDING;
      } else if (app.migrations().containsKey(version)) {
        withFile.add(i);
      } else {
        all[i] = withoutFile(version, Optional.ofNullable(rows[i]));
      }
    }
    List<Optional<MigrationState>> ahead = ReadAhead.each(withFile, this::withFile);
    for (int i = 0; i < ahead.size(); i++) {
      int place = withFile.get(i);
      all[place] = ahead.get(i).orElseGet(() -> withFile(place));
    }
    return all;
  }

  private boolean isBaseline(Version version) {
    return baseline.isPresent() && baseline.get().version().equals(version);
  }

  private MigrationState withoutFile(Version version, Optional<HistoryRow> row) {
    if (row.isPresent() && !row.get().takesBack()) {
      return app.knows(version) ? MigrationState.APPLIED : MigrationState.UNKNOWN;
    }
    return notApplied(version, row);
  }

  private MigrationState withFile(int place) {
    Version version = versions.get(place);
    Optional<HistoryRow> row = Optional.ofNullable(rows[place]);
    Migration file = Optional.ofNullable(app.migrations().get(version)).orElseThrow();
    if (row.isPresent() && !row.get().takesBack()) {
      return row.get().differsFrom(file.script()) ? MigrationState.CHANGED : MigrationState.APPLIED;
    }
    return waits(file) ? MigrationState.WAITING : notApplied(version, row);
  }

  private MigrationState notApplied(Version version, Optional<HistoryRow> row) {
    if (row.isPresent()) {
      return MigrationState.UNDONE;
    }
    return history.isBelowBaseline(version) ? MigrationState.APPLIED : MigrationState.PENDING;
  }

  /** True for a contract step that is to come, if the app is applied and so may have old pods. */
  private boolean waits(Migration file) {
    return history.current().isPresent()
        && !history.isBelowBaseline(file.version())
        && file.isReadableContract();
  }

  private List<MigrationListing> repeatables() {
    List<Repeatable> due = history.due(app.repeatables());
    return app.repeatables().stream()
        .map(r -> repeatable(r, due.contains(r), history.repeatable(r.description())))
        .toList();
  }

  private static MigrationListing repeatable(
      Repeatable repeatable, boolean due, Optional<HistoryRow> row) {
    MigrationState state =
        row.map(r -> due ? MigrationState.CHANGED : MigrationState.APPLIED)
            .orElse(MigrationState.PENDING);
    return MigrationListing.of(
        Optional.empty(), repeatable.description(), state, row, UndoPlace.NONE);
  }

  @Override
  public int size() {
    return states.length + repeatables.size();
  }

  @Override
  public MigrationListing get(int place) {
    if (place >= states.length) {
      return repeatables.get(place - states.length);
    }
    Version version = versions.get(place);
    return isBaseline(version)
        ? ofBaseline(baseline.orElseThrow(), states[place])
        : versioned(version, states[place], Optional.ofNullable(rows[place]));
  }

  private MigrationListing ofBaseline(Migration script, MigrationState state) {
    return MigrationListing.of(
        Optional.of(script.version().toString()),
        script.description(),
        state,
        history.baselineRow(),
        UndoPlace.NONE);
  }

  private MigrationListing versioned(
      Version version, MigrationState state, Optional<HistoryRow> row) {
    Optional<Migration> file = Optional.ofNullable(app.migrations().get(version));
    String description =
        file.map(Migration::description).or(() -> row.map(HistoryRow::description)).orElse("");
    UndoPlace undo =
        undoable.contains(version)
            ? UndoPlace.STORED
            : file.flatMap(Migration::undo).isPresent() ? UndoPlace.FILE : UndoPlace.NONE;
    String text = file.map(Migration::version).orElse(version).toString();
    return MigrationListing.of(Optional.of(text), description, state, row, undo);
  }
}
