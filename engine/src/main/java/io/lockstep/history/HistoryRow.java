package io.lockstep.history;

import io.lockstep.catalog.Script;
import io.lockstep.targets.Version;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flywaydb.core.api.CoreMigrationType;
import org.flywaydb.core.api.migration.baseline.BaselineMigrationType;
import org.flywaydb.core.extensibility.MigrationType;

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
  private static final Set<String> KNOWN_TYPES =
      Stream.<MigrationType[]>of(CoreMigrationType.values(), BaselineMigrationType.values())
          .flatMap(Arrays::stream)
          .map(MigrationType::name)
          .collect(Collectors.toUnmodifiableSet());

  /** Whether the script on disk is no longer what was applied. Reads it. */
  public boolean differsFrom(Script script) {
    return checksum.isPresent() && checksum.get() != script.checksum();
  }

  /** Whether Flyway's free edition can read it: with another it applies nothing at all. */
  boolean isOfKnownType() {
    return KNOWN_TYPES.contains(type);
  }

  /**
   * Whether all up to its version counts as applied: Flyway's baseline command, or a script B1__….
   */
  boolean isBaseline() {
    return type.endsWith("BASELINE");
  }

  /**
   * Whether this row takes an earlier one back: Flyway's DELETE, or UNDO_SQL of its paid editions.
   */
  public boolean takesBack() {
    return type.equals("DELETE") || type.startsWith("UNDO");
  }
}
