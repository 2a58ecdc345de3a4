package io.lockstep.history;

import io.lockstep.catalog.Repeatable;
import io.lockstep.targets.Version;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The content of a history table, read in its order: a later row of a version overrules an earlier
 * one.
 */
public final class AppHistory {
  private final NavigableMap<Version, HistoryRow> applied = new TreeMap<>();
  private final NavigableMap<Version, HistoryRow> undone = new TreeMap<>();
  private final Map<Version, HistoryRow> failed = new HashMap<>();
  private final Map<String, HistoryRow> repeatables = new HashMap<>();
  private final Set<String> failedRepeatables = new HashSet<>();
  private final Optional<Instant> last;
  private final Optional<HistoryRow> unreadable;
  private Optional<HistoryRow> baselineRow = Optional.empty();
  private Optional<Version> baseline = Optional.empty();

  private AppHistory(List<HistoryRow> rows) {
    last = rows.stream().map(HistoryRow::installedOn).max(Comparator.naturalOrder());
    unreadable = rows.stream().filter(row -> !row.isOfKnownType()).findFirst();
    rows.forEach(
        row ->
            row.version()
                .ifPresentOrElse(version -> read(version, row), () -> readRepeatable(row)));
  }

  /** The history of an app that has no history table yet. */
  public static AppHistory none() {
    return new AppHistory(List.of());
  }

  /** The history that these rows, in the order of their rank, describe. */
  public static AppHistory of(List<HistoryRow> rows) {
    return new AppHistory(rows);
  }

  private void read(Version version, HistoryRow row) {
    if (!row.success()) {
      failed.put(version, row);
    } else if (row.takesBack()) {
      applied.remove(version);
      undone.put(version, row);
    } else if (row.isBaseline()) {
      baseline = Optional.of(version);
      baselineRow = Optional.of(row);
    } else {
      applied.put(version, row);
      undone.remove(version);
    }
  }

  private void readRepeatable(HistoryRow row) {
    if (!row.success()) {
      failedRepeatables.add(row.description());
    } else if (row.takesBack()) {
      repeatables.remove(row.description());
    } else if (!row.type().equals("SCHEMA")) {
      repeatables.put(row.description(), row);
    }
  }

  /** The time of its newest row; empty if it has none, so that nothing was ever applied. */
  public Optional<Instant> last() {
    return last;
  }

  /** A row of a type that Flyway's free edition can't read, so that Flyway would apply nothing. */
  public Optional<HistoryRow> unreadable() {
    return unreadable;
  }

  /** The versions that are applied now, oldest first. */
  public NavigableMap<Version, HistoryRow> applied() {
    return applied;
  }

  /** The versions that were applied once and taken back, with the row that records that. */
  public NavigableMap<Version, HistoryRow> undone() {
    return undone;
  }

  /** The last row of a repeatable that is in force. */
  public Optional<HistoryRow> repeatable(String description) {
    return Optional.ofNullable(repeatables.get(description));
  }

  /**
   * The repeatables that are not in force in their present form, as far as that can be told; those
   * of which it can't be {@code latest} applies as well.
   */
  public List<Repeatable> due(List<Repeatable> onDisk) {
    return onDisk.stream().filter(this::isDue).toList();
  }

  private boolean isDue(Repeatable onDisk) {
    Optional<HistoryRow> row = repeatable(onDisk.description());
    return row.isEmpty()
        || (!onDisk.isIncomparable()
            && row.flatMap(HistoryRow::checksum).filter(onDisk::matches).isEmpty());
  }

  /** The newest row of a version whose step without a transaction failed. */
  Optional<HistoryRow> lastFailed() {
    return failed.values().stream().max(Comparator.comparingInt(HistoryRow::rank));
  }

  /** True if a step without a transaction failed and left its row. */
  public boolean hasFailed() {
    return !failed.isEmpty() || !failedRepeatables.isEmpty();
  }

  /**
   * The version that the database had before its history began: by Flyway's baseline command, or by
   * a baseline script.
   */
  public Optional<Version> baseline() {
    return baseline;
  }

  /** The row of that. */
  public Optional<HistoryRow> baselineRow() {
    return baselineRow;
  }

  /** True if the database had this version before its history began. */
  public boolean isBelowBaseline(Version version) {
    return baseline.filter(b -> version.compareTo(b) <= 0).isPresent();
  }

  /** The highest version that is applied or below the baseline; empty for none. */
  public Optional<Version> current() {
    return applied.isEmpty() ? baseline : Optional.of(applied.lastKey());
  }
}
