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
 * @param script the name of a failed step's script; that of others is not read, since nobody asks
 * @param checksum Flyway's checksum, where it has one
 * @param installedBy the database user
 * @param installedOn the time of the step
 * @param executionMillis the duration, in milliseconds
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

  /** True if the script on disk differs from the one that was applied. Reads the script. */
  public boolean differsFrom(Script script) {
    return checksum.isPresent() && checksum.get() != script.checksum();
  }

  /** True if Flyway's free edition can read its type; if it can't, it applies nothing at all. */
  boolean isOfKnownType() {
    return KNOWN_TYPES.contains(type);
  }

  /**
   * True if all versions up to this row's count as applied: Flyway's baseline command, or a script
   * B1__….
   */
  boolean isBaseline() {
    return type.endsWith("BASELINE");
  }

  /**
   * True if this row takes an earlier one back: Flyway's DELETE, or UNDO_SQL of its paid editions.
   */
  public boolean takesBack() {
    return type.equals("DELETE") || type.startsWith("UNDO");
  }
}
