package io.lockstep.importing.flyway;

import io.lockstep.importing.source.Note;
import io.lockstep.importing.source.ParsedSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What is said of Flyway's settings that don't become Lockstep's own. */
public final class FlywaySettingsNotes {
  /** Settings of names, with Flyway's default, which is the only name that is read here. */
  private static final Map<String, String> NAMES =
      Map.of(
          "sqlMigrationPrefix", "V",
          "undoSqlMigrationPrefix", "U",
          "repeatableSqlMigrationPrefix", "R",
          "baselineMigrationPrefix", "B",
          "sqlMigrationSeparator", "__",
          "sqlMigrationSuffixes", ".sql");

  /** Settings that are read, or of what Lockstep does in its own way. */
  private static final Set<String> KNOWN =
      Set.of(
          "url",
          "user",
          "password",
          "driver",
          "enabled",
          "encoding",
          "environment",
          "locations",
          "group",
          "mixed",
          "cleanDisabled",
          "validateOnMigrate",
          "validateMigrationNaming",
          "baselineOnMigrate",
          "baselineVersion",
          "baselineDescription",
          "createSchemas",
          "connectRetries",
          "connectRetriesInterval",
          "lockRetryCount",
          "placeholderReplacement",
          "placeholderPrefix",
          "placeholderSuffix",
          "placeholderSeparator");

  private FlywaySettingsNotes() {}

  /** Adds a note for each that matters. */
  public static void add(FlywaySettings flyway, ParsedSource found) {
    Set<String> rest = new TreeSet<>(flyway.values().keySet());
    rest.removeIf(key -> KNOWN.contains(key) || key.startsWith(FlywaySettings.PLACEHOLDER));
    rest.removeAll(Set.of("table", "schemas", "defaultSchema", "initSql", "outOfOrder"));
    rest.removeAll(NAMES.keySet());
    NAMES.forEach(
        (key, usual) ->
            flyway
                .value(key, usual)
                .ifPresent(
                    value ->
                        found.add(
                            Note.todo(
                                flyway.file(),
                                "%s=%s, but only %s is read".formatted(key, value, usual),
                                "Rename the files; Flyway goes on with them once that line is gone, since its history goes by version."))));
    flyway
        .value("table", "flyway_schema_history")
        .ifPresent(
            table ->
                found.add(
                    Note.fact(
                        flyway.file(),
                        "Flyway's history is in " + table,
                        "history=" + table + " in lockstep.properties goes on with it.")));
    flyway
        .value("defaultSchema", "public")
        .or(() -> flyway.value("schemas", "public"))
        .ifPresent(
            schema ->
                found.add(
                    Note.fact(
                        flyway.file(),
                        "the migrations run in " + schema,
                        "Set POSTGRES_SCHEMA=" + schema.replaceAll(",.*", "") + ".")));
    flyway
        .value("outOfOrder", "false")
        .ifPresent(
            on ->
                found.add(
                    Note.fact(
                        flyway.file(),
                        "outOfOrder=" + on,
                        "Pass --out-of-order where it is meant.")));
    flyway
        .value("initSql", "")
        .ifPresent(
            sql ->
                found.add(
                    Note.todo(
                        flyway.file(),
                        "initSql is not run",
                        "Set it for the role instead: ALTER ROLE … SET ….")));
    if (!rest.isEmpty()) {
      found.add(Note.fact(flyway.file(), "not read: " + String.join(", ", rest), ""));
    }
  }
}
