package io.lockstep.importing.formats;

import io.lockstep.importing.formats.sections.GooseSections;
import io.lockstep.importing.source.ForeignMigration;
import io.lockstep.importing.source.Note;
import io.lockstep.importing.source.ParsedSource;
import io.lockstep.importing.source.SourceFile;
import io.lockstep.importing.source.VersionedFile;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code 00001_title.sql} with {@code -- +goose Up} and {@code -- +goose Down}. */
record GooseFormat() implements SourceFormat {
  private static final Pattern NAME = Pattern.compile("([0-9]+)_(.*)\\.sql");

  /** Goose does not accept this as a version: it skips the file. */
  private static final Pattern ZERO = Pattern.compile("0+");

  private static final Pattern PROGRAM = Pattern.compile("([0-9]+)_(.*)(?<!_test)\\.go");

  @Override
  public String name() {
    return "goose";
  }

  @Override
  public ParsedSource read(List<SourceFile> files) {
    ParsedSource found = new ParsedSource();
    VersionedFile.find(
            files, GooseFormat::parse, "00003_what_it_does.sql", VersionedFile.BY_VERSION, found)
        .forEach(file -> migration(file, found));
    for (SourceFile file : files) {
      Matcher program = PROGRAM.matcher(file.fileName());
      if (program.matches()) {
        found.add(
            Note.todo(
                file.name(),
                "is a program in Go, so it is left out",
                "Write in SQL what it does, as V%s__%s.sql."
                    .formatted(program.group(1), program.group(2))));
      }
    }
    return found;
  }

  private static void migration(VersionedFile file, ParsedSource found) {
    GooseSections sections = GooseSections.of(file.up().read());
    String source = file.up().name();
    if (sections.refusal().isPresent()) {
      String why = sections.refusal().get();
      found.add(Note.leftOut(source, why, "Make of it what goose reads, and import again."));
      return;
    }
    if (sections.hasUnfinishedDown()) {
      found.add(
          Note.fact(
              source,
              "has a last statement in its down that goose refuses, for want of a semicolon at the end of its line; Lockstep runs it",
              ""));
    }
    if (sections.substitutes()) {
      found.add(
          Note.todo(
              source,
              "has environment variables put in by goose (ENVSUB ON), which Lockstep leaves as"
                  + " they are",
              "Write their values into the file."));
    }
    found.add(
        new ForeignMigration(
            source,
            Optional.of(file.version()),
            file.title(),
            file.title(),
            sections.up(),
            sections.down().map(down -> found.undo(source, down))));
  }

  private static Optional<VersionedFile.Name> parse(String fileName) {
    Matcher name = NAME.matcher(fileName);
    return name.matches() && !ZERO.matcher(name.group(1)).matches()
        ? VersionedFile.Name.of(name.group(1), name.group(2), false)
        : Optional.empty();
  }
}
