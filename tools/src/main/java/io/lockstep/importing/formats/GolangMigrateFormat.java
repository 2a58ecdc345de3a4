package io.lockstep.importing.formats;

import static java.util.Objects.requireNonNullElse;

import io.lockstep.importing.source.ForeignMigration;
import io.lockstep.importing.source.ForeignScript;
import io.lockstep.importing.source.Note;
import io.lockstep.importing.source.NumberedNames;
import io.lockstep.importing.source.ParsedSource;
import io.lockstep.importing.source.SourceFile;
import io.lockstep.importing.source.VersionedFile;
import io.lockstep.targets.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code 000001_title.up.sql} and {@code 000001_title.down.sql}. Other tools have such names, too,
 * and take several files of one number in the order of their names.
 */
record GolangMigrateFormat() implements SourceFormat {
  private static final Pattern NAME = Pattern.compile("([0-9]+)_(.*)\\.(up|down)\\.sql");

  /** maragudk/migrate takes any character before the ending, and needs no title. */
  private static final Pattern NAME_BY_NAME =
      Pattern.compile("([0-9]+)(?:_(.*))?[._](up|down)\\.sql");

  private static final Pattern OTHER_ENDING = Pattern.compile("[0-9]+_.*\\.(up|down)\\..*");

  private static final Version BEFORE_ALL = Version.of("0");

  /** A table that a tool with such names makes for itself, and that some scripts change. */
  private enum OwnTable {
    GOLANG_MIGRATE(
        "schema_migrations", "version bigint not null primary key, dirty boolean not null"),
    MARAGUDK_MIGRATE("migrations", "version text not null");

    private final String table;
    private final String columns;
    private final Pattern statement;

    OwnTable(String table, String columns) {
      this.table = table;
      this.columns = columns;
      this.statement =
          Pattern.compile(
              "(?i)\\b(create\\s+)?(?:table|into|update)\\s+(?:if\\s+(?:not\\s+)?exists\\s+|only\\s+)?\"?"
                  + table
                  + "\\b");
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
     * The migration that makes it.
     *
     * @param undone false if no other has an undo script: then none is expected of the app
     */
    ForeignMigration made(String source, Version version, boolean undone) {
      return new ForeignMigration(
          source,
          Optional.of(version),
          table,
          table,
          ForeignScript.of("create table if not exists " + table + " (" + columns + ");\n"),
          undone
              ? Optional.of(ForeignScript.of("drop table if exists " + table + ";\n"))
              : Optional.empty());
    }
  }

  @Override
  public String name() {
    return "golang-migrate";
  }

  @Override
  public ParsedSource read(List<SourceFile> files) {
    ParsedSource found = new ParsedSource();
    for (SourceFile file : files) {
      if (!file.isSql() && OTHER_ENDING.matcher(file.fileName()).matches()) {
        found.add(
            Note.todo(
                file.name(),
                "golang-migrate takes any ending, and Lockstep .sql alone, so it is left out",
                "Name it ….sql."));
      }
    }
    boolean byName = severalOfOneNumber(files);
    List<VersionedFile> migrations =
        VersionedFile.find(
            files,
            name -> parse(name, byName),
            "000003_what_it_does.up.sql",
            VersionedFile.BY_VERSION,
            byName ? GolangMigrateFormat::passedOver : VersionedFile::mistake,
            found);
    if (byName) {
      found.add(
          Note.fact(
              "several files of one number",
              "they are taken in the order of their names, as 0002, 0002.1 and so on",
              "golang-migrate itself refuses them."));
    }
    OwnTable own = byName ? OwnTable.MARAGUDK_MIGRATE : OwnTable.GOLANG_MIGRATE;
    Optional<VersionedFile> needing = own.neededBy(migrations);
    List<String> keys = new ArrayList<>(migrations.stream().map(f -> f.name().key()).toList());
    needing.ifPresent(file -> keys.add(0, own.key(migrations.get(0).name())));
    NumberedNames names = NumberedNames.of(byName ? keys : List.of());
    needing.ifPresent(
        file -> {
          Version version = names.version(keys.get(0)).orElse(BEFORE_ALL);
          if (byName || version.compareTo(migrations.get(0).version()) < 0) {
            found.add(own.made(file.up().name(), version, hasUndo(migrations)));
            found.add(own.note(file.up().name(), version));
          }
        });
    for (VersionedFile file : migrations) {
      found.add(
          new ForeignMigration(
                  file.up().name(),
                  names.version(file.name().key()).or(() -> Optional.of(file.version())),
                  file.title(),
                  file.title(),
                  ForeignScript.of(file.up().read()),
                  file.down()
                      .map(SourceFile::read)
                      .map(ForeignScript::of)) // an empty one is meant: nothing is to be taken back
              .undoneBy(file.down()));
    }
    return found;
  }

  /** maragudk/migrate takes back only what it has applied, and golang-migrate any version. */
  private static Note passedOver(SourceFile lonely, Version version) {
    return Note.fact(lonely.name(), VersionedFile.lonely(version) + ", so it is left out", "");
  }

  private static boolean hasUndo(List<VersionedFile> migrations) {
    return migrations.stream().anyMatch(migration -> migration.down().isPresent());
  }

  /** True if several have one number, written alike; 1 and 000001 are rather a mistake. */
  private static boolean severalOfOneNumber(List<SourceFile> files) {
    List<String> numbers =
        files.stream()
            .map(file -> NAME.matcher(file.fileName()))
            .filter(name -> name.matches() && name.group(3).equals("up"))
            .map(name -> name.group(1))
            .toList();
    long versions = numbers.stream().map(Version::parse).distinct().count();
    return versions < numbers.size() && versions == numbers.stream().distinct().count();
  }

  /** With the whole name as the key, two files may have one number. */
  private static Optional<VersionedFile.Name> parse(String fileName, boolean byName) {
    Matcher name = (byName ? NAME_BY_NAME : NAME).matcher(fileName);
    if (!name.matches()) {
      return Optional.empty();
    }
    boolean down = name.group(3).equals("down");
    String title = requireNonNullElse(name.group(2), "");
    return byName
        ? VersionedFile.Name.of(
            fileName.substring(0, name.start(3) - 1), name.group(1), title, down)
        : VersionedFile.Name.of(name.group(1), title, down);
  }
}
