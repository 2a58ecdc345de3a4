package io.lockstep.importing;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code python manage.py sqlmigrate APP 0001} prints, as {@code 0001_name.sql}, and with
 * {@code --backwards} as {@code 0001_name.backwards.sql}. Django puts BEGIN and COMMIT around the
 * statements of a migration that is atomic.
 */
record DjangoFormat() implements SourceFormat {
  private static final Pattern NAME = Pattern.compile("([0-9]+)_(.+?)(\\.backwards)?\\.sql");
  private static final Pattern BEGIN = Pattern.compile("(?m)^BEGIN;\\s*$");

  /** What sqlmigrate prints instead of what a program does. */
  private static final Pattern PROGRAM = Pattern.compile("(?m)^--.*CANNOT BE WRITTEN AS SQL.*$");

  @Override
  public String name() {
    return "django";
  }

  @Override
  public int depth() {
    return 1;
  }

  @Override
  public Found read(List<SourceFile> files) {
    Found found = new Found();
    for (VersionedFile file :
        VersionedFile.find(
            files,
            DjangoFormat::parse,
            "0003_what_it_does.sql, or 0003_what_it_does.backwards.sql for what --backwards prints",
            found)) {
      found.add(
          new ForeignMigration(
              file.up().name(),
              Optional.of(file.version()),
              file.title(),
              script(file.up(), found),
              file.down().map(down -> script(down, found))));
    }
    return found;
  }

  private static ForeignScript script(SourceFile file, Found found) {
    String sql = file.read();
    if (PROGRAM.matcher(sql).find()) {
      found.add(
          Note.todo(
              file.name(),
              "has an operation in Python, of which sqlmigrate prints a comment alone",
              "Write in SQL what it does, where the comment is."));
    }
    ForeignScript script = ForeignScript.of(sql);
    return new ForeignScript(sql, !script.isEmpty() && !BEGIN.matcher(sql).find());
  }

  private static Optional<VersionedFile.Name> parse(String fileName) {
    Matcher name = NAME.matcher(fileName);
    return name.matches()
        ? VersionedFile.Name.of(name.group(1), name.group(2), name.group(3) != null)
        : Optional.empty();
  }
}
