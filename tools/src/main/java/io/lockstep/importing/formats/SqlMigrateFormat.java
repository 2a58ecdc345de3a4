package io.lockstep.importing.formats;

import io.lockstep.importing.formats.sections.SqlMigrateSections;
import io.lockstep.importing.source.ForeignMigration;
import io.lockstep.importing.source.Note;
import io.lockstep.importing.source.NumberedNames;
import io.lockstep.importing.source.ParsedSource;
import io.lockstep.importing.source.SourceFile;
import io.lockstep.othertools.NumberedName;
import io.lockstep.targets.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * {@code 20240101120000-title.sql} with {@code -- +migrate Up} and {@code -- +migrate Down}. Files
 * are sorted by the number at the beginning, then by name; those without a number come last.
 */
record SqlMigrateFormat() implements SourceFormat {
  private static final String ENDING = ".sql";
  private static final Version NO_NUMBER = Version.of("0");

  private static final Comparator<SourceFile> ORDER =
      Comparator.comparing((SourceFile file) -> number(file).isEmpty())
          .thenComparing(file -> number(file).orElse(NO_NUMBER))
          .thenComparing(SourceFile::name);

  @Override
  public String name() {
    return "sql-migrate";
  }

  @Override
  public ParsedSource read(List<SourceFile> files) {
    ParsedSource found = new ParsedSource();
    List<SourceFile> order = new ArrayList<>();
    for (SourceFile file : files) {
      if (file.name().endsWith(ENDING)) {
        order.add(file);
      } else if (file.isSql()) {
        found.add(
            Note.leftOut(
                file.name(),
                "its name does not end with " + ENDING,
                "Give it that ending, and import again."));
      }
    }
    order.sort(ORDER);
    NumberedNames names = NumberedNames.of(order.stream().map(SqlMigrateFormat::id).toList());
    order.forEach(file -> migration(file, names, found));
    return found;
  }

  /** The name that is in sql-migrate's table, without its ending. */
  private static String id(SourceFile file) {
    return file.name().substring(0, file.name().length() - ENDING.length());
  }

  private static Optional<Version> number(SourceFile file) {
    return NumberedName.of(id(file)).number();
  }

  private static void migration(SourceFile file, NumberedNames names, ParsedSource found) {
    SqlMigrateSections sections = SqlMigrateSections.of(file.read());
    if (sections.refusal().isPresent()) {
      found.add(
          Note.leftOut(
              file.name(),
              sections.refusal().get(),
              "Make of it what sql-migrate reads, and import again."));
      return;
    }
    if (sections.dropsLines()) {
      found.add(
          Note.fact(
              file.name(),
              "has lines above its first mark, which sql-migrate passes over, so they are left out",
              ""));
    }
    sections
        .unknown()
        .ifPresent(
            mark ->
                found.add(
                    Note.fact(
                        file.name(),
                        "has a line \""
                            + mark
                            + "\", which sql-migrate passes over: what follows belongs to what is above",
                        "")));
    String id = id(file);
    found.add(
        new ForeignMigration(
            file.name(),
            names.version(id),
            names.title(id),
            id,
            sections.up(),
            sections.down().map(down -> found.undo(file.name(), down))));
  }
}
