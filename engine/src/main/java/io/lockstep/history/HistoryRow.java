package io.lockstep.history;

import io.lockstep.catalog.Script;
import io.lockstep.targets.Version;
import java.time.Instant;
import java.util.Optional;

/**
 * One row of a Flyway history table.
 *
 * @param rank Flyway's installed_rank
 * @param version empty for repeatables and Flyway's markers
 * @param description the words of the file's name
 * @param type Flyway's type: SQL, BASELINE, DELETE, …
 * @param script the script's name
 * @param checksum Flyway's checksum, where it has one
 * @param installedBy the database user
 * @param installedOn when
 * @param executionMillis how long, in milliseconds
 * @param success false for a step without transaction that failed half way
 */
public record HistoryRow(
    int rank,
    Optional<Version> version,
    String description,
    String type,
    String script,
    Optional<Integer> checksum,
    String installedBy,
    Instant installedOn,
    int executionMillis,
    boolean success) {

  /** Whether the script on disk is no longer what was applied. Reads it. */
  public boolean differsFrom(Script script) {
    return checksum.isPresent() && checksum.get() != script.checksum();
  }

  /**
   * Whether this row takes an earlier one back: Flyway's DELETE, or UNDO_SQL of its paid editions.
   */
  boolean takesBack() {
    return type.equals("DELETE") || type.startsWith("UNDO");
  }
}
