package io.lockstep.history;

import io.lockstep.catalog.Script;
import io.lockstep.targets.Version;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flywaydb.core.api.CoreMigrationType;
import org.flywaydb.core.api.migration.baseline.BaselineMigrationType;
import org.flywaydb.core.extensibility.MigrationType;
import org.jspecify.annotations.Nullable;

/** One row of a Flyway history table, in little memory: there may be a hundred thousand. */
public final class HistoryRow {
  private static final Set<String> KNOWN_TYPES =
      Stream.<MigrationType[]>of(CoreMigrationType.values(), BaselineMigrationType.values())
          .flatMap(Arrays::stream)
          .map(MigrationType::name)
          .collect(Collectors.toUnmodifiableSet());

  private final int rank;
  private final @Nullable Version version;
  private final String description;
  private final String type;
  private final String script;
  private final boolean hasChecksum;
  private final int checksum;
  private final String installedBy;
  private final Instant installedOn;
  private final int executionMillis;
  private final boolean success;

  /** Reads a row of {@link SchemaHistoryReader#ROWS}, whose columns stand beside each other. */
  HistoryRow(ResultSet rs) throws SQLException {
    int first = rs.findColumn("installed_rank");
    rank = rs.getInt(first);
    version = Optional.ofNullable(rs.getString(first + 1)).flatMap(Version::parse).orElse(null);
    description = rs.getString(first + 2);
    type = rs.getString(first + 3).intern(); // the same word in all rows
    script = rs.getString(first + 4);
    checksum = rs.getInt(first + 5);
    hasChecksum = !rs.wasNull();
    installedBy = rs.getString(first + 6).intern();
    installedOn = rs.getObject(first + 7, OffsetDateTime.class).toInstant();
    executionMillis = rs.getInt(first + 8);
    success = rs.getBoolean(first + 9);
  }

  /** Flyway's installed_rank. */
  public int rank() {
    return rank;
  }

  /** Empty for repeatables and Flyway's markers. */
  public Optional<Version> version() {
    return Optional.ofNullable(version);
  }

  /** The words of the file's name. */
  public String description() {
    return description;
  }

  /** Flyway's type: SQL, BASELINE, DELETE, … */
  public String type() {
    return type;
  }

  /** The name of a failed step's script; that of others is not read, since nobody asks. */
  public String script() {
    return script;
  }

  /** Flyway's checksum, where it has one. */
  public Optional<Integer> checksum() {
    return hasChecksum ? Optional.of(checksum) : Optional.empty();
  }

  /** The database user. */
  public String installedBy() {
    return installedBy;
  }

  /** The time of the step. */
  public Instant installedOn() {
    return installedOn;
  }

  /** The duration, in milliseconds. */
  public int executionMillis() {
    return executionMillis;
  }

  /** False for a step without transaction that failed half way. */
  public boolean success() {
    return success;
  }

  /** True if the script on disk differs from the one that was applied. Reads the script. */
  public boolean differsFrom(Script script) {
    return hasChecksum && checksum != script.checksum();
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
