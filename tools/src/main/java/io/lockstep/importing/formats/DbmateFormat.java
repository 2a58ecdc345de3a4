package io.lockstep.importing.formats;

import io.lockstep.importing.formats.sections.DbmateSections;
import io.lockstep.importing.source.ForeignMigration;
import io.lockstep.importing.source.Note;
import io.lockstep.importing.source.ParsedSource;
import io.lockstep.importing.source.SourceFile;
import io.lockstep.importing.source.VersionedFile;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code 20240101120000_title.sql} with {@code -- migrate:up} and {@code -- migrate:down}, each of
 * which may have {@code transaction:false}.
 */
record DbmateFormat() implements SourceFormat {
  private static final Pattern NAME = Pattern.compile("([0-9]+)_?(.*)\\.sql");

  @Override
  public String name() {
    return "dbmate";
  }

  /** Files are sorted by name, as text. Versions are text, too, so 01 and 1 are different. */
  @Override
  public ParsedSource read(List<SourceFile> files) {
    ParsedSource found = new ParsedSource();
    VersionedFile.find(
            files,
            DbmateFormat::parse,
            "20240101120000_what_it_does.sql",
            VersionedFile.BY_NAME,
            found)
        .forEach(file -> migration(file, found));
    return found;
  }

  private static void migration(VersionedFile file, ParsedSource found) {
    DbmateSections sections = DbmateSections.of(file.up().read());
    String source = file.up().name();
    sections
        .refusal()
        .ifPresentOrElse(
            refusal -> found.add(Note.leftOut(source, refusal.why(), refusal.next())),
            () ->
                found.add(
                    new ForeignMigration(
                        source,
                        Optional.of(file.version()),
                        file.title(),
                        file.version() + "_" + file.title(),
                        sections.up(),
                        Optional.of(found.undo(source, sections.down())))));
  }

  private static Optional<VersionedFile.Name> parse(String fileName) {
    Matcher name = NAME.matcher(fileName);
    return name.matches()
        ? VersionedFile.Name.of(name.group(1), name.group(1), name.group(2), false)
        : Optional.empty();
  }
}
