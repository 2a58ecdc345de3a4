package io.lockstep.importing.formats;

import io.lockstep.importing.source.ForeignMigration;
import io.lockstep.importing.source.ForeignScript;
import io.lockstep.importing.source.Note;
import io.lockstep.importing.source.SourceFile;
import io.lockstep.importing.source.VersionedFile;
import io.lockstep.targets.Version;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A table that a tool makes for itself, and that some scripts change. */
enum OwnTable {
  GOLANG_MIGRATE(
      "schema_migrations", "version bigint not null primary key, dirty boolean not null"),
  MARAGUDK_MIGRATE("migrations", "version text not null");

  /** The version of the migration that makes it. */
  static final Version BEFORE_ALL = Version.of("0");

  private final String table;
  private final String columns;
  private final Pattern statement;

  OwnTable(String table, String columns) {
    this.table = table;
    this.columns = columns;
    this.statement =
        Pattern.compile(
            "(?i)\\b(create\\s+)?(?:table|into|update|delete\\s+from)\\s+(?:if\\s+(?:not\\s+)?exists\\s+|only\\s+)?((?:(?:\\w+|\"[^\"]+\")\\s*\\.\\s*)?(?:\""
                + table
                + "\"|"
                + table
                + "\\b))");
  }

  /** The first script that needs it, if no script before that one makes it. */
  Optional<VersionedFile> neededBy(List<VersionedFile> migrations) {
    for (VersionedFile file : migrations) {
      Matcher found = statement.matcher(file.up().read());
      if (found.find()) {
        return found.group(1) == null ? Optional.of(file) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** A name that comes first. */
  String key(VersionedFile.Name first) {
    return first.key().replaceFirst("_.*", "_" + table);
  }

  Note note(String source, Version version) {
    return Note.fact(
        source,
        "uses " + table + ", which the tool makes for itself",
        "V" + version + " makes it where it is missing.");
  }

  /**
   * The migration that makes it, in the schema that the script names.
   *
   * @param needing the script
   * @param undone false if no other has an undo script: then none is expected of the app
   */
  ForeignMigration made(SourceFile needing, Version version, boolean undone) {
    Matcher found = statement.matcher(needing.read());
    String name = found.find() ? found.group(2) : table;
    return new ForeignMigration(
        needing.name(),
        Optional.of(version),
        table,
        table,
        ForeignScript.of("create table if not exists " + name + " (" + columns + ");\n"),
        undone
            ? Optional.of(ForeignScript.of("drop table if exists " + name + ";\n"))
            : Optional.empty());
  }
}
