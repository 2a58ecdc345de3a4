package io.lockstep.importing.formats;

import io.lockstep.importing.source.ForeignMigration;
import io.lockstep.importing.source.ForeignScript;
import io.lockstep.importing.source.Note;
import io.lockstep.importing.source.ParsedSource;
import io.lockstep.importing.source.SourceFile;
import io.lockstep.importing.source.VersionedFile;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code 000001_title.up.sql} and {@code 000001_title.down.sql}. */
record GolangMigrateFormat() implements SourceFormat {
  private static final Pattern NAME = Pattern.compile("([0-9]+)_(.*)\\.(up|down)\\.sql");

  private static final Pattern OTHER_ENDING = Pattern.compile("[0-9]+_.*\\.(up|down)\\..*");

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
    for (VersionedFile file :
        VersionedFile.find(
            files,
            GolangMigrateFormat::parse,
            "000003_what_it_does.up.sql",
            VersionedFile.BY_VERSION,
            found)) {
      found.add(
          new ForeignMigration(
              file.up().name(),
              Optional.of(file.version()),
              file.title(),
              file.title(),
              ForeignScript.of(file.up().read()),
              file.down()
                  .map(SourceFile::read)
                  .map(ForeignScript::of))); // an empty one is meant: nothing is to be taken back
    }
    return found;
  }

  private static Optional<VersionedFile.Name> parse(String fileName) {
    Matcher name = NAME.matcher(fileName);
    return name.matches()
        ? VersionedFile.Name.of(name.group(1), name.group(2), name.group(3).equals("down"))
        : Optional.empty();
  }
}
