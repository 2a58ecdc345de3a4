package io.lockstep.importing.formats.typeorm;

import io.lockstep.importing.source.ForeignMigration;
import io.lockstep.importing.source.ForeignScript;
import io.lockstep.importing.source.Note;
import io.lockstep.importing.source.ParsedSource;
import io.lockstep.importing.source.SourceFile;
import io.lockstep.targets.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * TypeORM's migrations in TypeScript or JavaScript. Those that it generates are SQL in plain text;
 * what is computed is left to the user.
 */
public final class TypeormMigrations {
  private static final Pattern PROGRAM =
      Pattern.compile("(?!.*node_modules/).*(?<!\\.d)\\.[cm]?[tj]s");
  private static final String UUID = "uuid_generate_v4()";
  private static final String EXTENSION = "CREATE EXTENSION IF NOT EXISTS \"uuid-ossp\";\n";

  private final ParsedSource found = new ParsedSource();
  private final Map<Version, SourceFile> files = new TreeMap<>();
  private final Map<Version, MigrationClass> classes = new TreeMap<>();
  private boolean hasExtension;

  private TypeormMigrations() {}

  /** Reads a folder. A class that is there twice, compiled as well, counts once. */
  public static ParsedSource read(List<SourceFile> all) {
    TypeormMigrations migrations = new TypeormMigrations();
    all.stream().filter(file -> PROGRAM.matcher(file.name()).matches()).forEach(migrations::read);
    migrations.classes.forEach(migrations::add);
    return migrations.found;
  }

  private void read(SourceFile file) {
    String text = file.read();
    MigrationClass.in(text)
        .ifPresentOrElse(
            migration -> {
              Version version = Version.of(migration.timestamp());
              MigrationClass other = classes.getOrDefault(version, migration);
              if (!other.title().equals(migration.title())) {
                found.add(
                    Note.leftOut(
                        file.name(),
                        "has the same time in its name as " + other.title() + version,
                        "Write in SQL what it does, as a version behind it."));
              } else if (!files.containsKey(version) || file.name().endsWith(".ts")) {
                files.put(version, file);
                classes.put(version, migration);
              }
            },
            () -> noteOther(file, text));
  }

  private void noteOther(SourceFile file, String text) {
    if (text.contains("QueryRunner")) {
      found.add(
          Note.leftOut(
              file.name(),
              "has no class whose name ends with a time of 13 digits",
              "If it is a migration, write in SQL what it does."));
    }
  }

  private void add(Version version, MigrationClass migration) {
    String file = Optional.ofNullable(files.get(version)).orElseThrow().name();
    Optional<String> unread = migration.up().unread();
    String title = migration.title();
    if (unread.isPresent()) {
      found.add(
          Note.leftOut(
              file,
              "is not SQL alone (" + unread.get() + ")",
              "Write what it runs as V"
                  + version
                  + "__"
                  + title
                  + ".sql; TypeORM prints it with logging: true."));
      return;
    }
    if (migration.up().own()) {
      found.add(Note.fact(file, "its rows for typeorm_metadata are left out", ""));
    }
    found.add(
        new ForeignMigration(
            file,
            Optional.of(version),
            title,
            version + "_" + title,
            new ForeignScript(withExtension(file, migration.up().sql()), migration.noTransaction()),
            undo(file, version, migration)));
  }

  private Optional<ForeignScript> undo(String file, Version version, MigrationClass migration) {
    Optional<MigrationClass.Body> down = migration.down();
    Optional<String> unread = down.flatMap(MigrationClass.Body::unread);
    if (unread.isPresent()) {
      found.add(
          Note.leftOut(
              file,
              "its down is not SQL alone (" + unread.get() + ")",
              "Write what it runs as U" + version + "__" + migration.title() + ".sql."));
      return Optional.empty();
    }
    return down.map(
        body -> found.undo(file, new ForeignScript(body.sql(), migration.noTransaction())));
  }

  /** TypeORM makes the extension when it connects, before any migration. */
  private String withExtension(String file, String sql) {
    hasExtension |= sql.contains("uuid-ossp");
    if (hasExtension || !sql.contains(UUID)) {
      return sql;
    }
    hasExtension = true;
    found.add(
        Note.fact(
            file,
            "has CREATE EXTENSION \"uuid-ossp\" on top here, which TypeORM runs when it connects",
            ""));
    return EXTENSION + sql;
  }
}
