package io.lockstep.importing;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code 20240101120000_title.sql} with {@code -- migrate:up} and {@code -- migrate:down}, each of
 * which may say {@code transaction:false}.
 */
record DbmateFormat() implements SourceFormat {
  private static final Pattern NAME = Pattern.compile("([0-9]+)_?(.*)\\.sql");
  private static final Pattern MARK = Pattern.compile("--\\s*migrate:(up|down)(\\s.*)?\\s*");
  private static final Pattern INDENTED = Pattern.compile("\\s+--\\s*migrate:(up|down)\\b.*\\s*");
  private static final Pattern NO_TRANSACTION = Pattern.compile("\\btransaction\\s*:\\s*false\\b");

  @Override
  public String name() {
    return "dbmate";
  }

  @Override
  public int depth() {
    return 1;
  }

  @Override
  public Found read(List<SourceFile> files) {
    Found found = new Found();
    VersionedFile.find(files, DbmateFormat::parse, "20240101120000_what_it_does.sql", found)
        .forEach(file -> migration(file, found));
    return found;
  }

  private static void migration(VersionedFile file, Found found) {
    StringBuilder up = new StringBuilder(); // begins with what is above the first mark
    StringBuilder down = new StringBuilder();
    String upMark = "";
    String downMark = "";
    StringBuilder section = up;
    for (String line : Lines.of(file.up().read())) {
      Matcher mark = MARK.matcher(line);
      if (INDENTED.matcher(line).matches()) {
        found.add(
            Note.todo(
                file.up().name(),
                "has an indented \"" + line.strip() + "\", which dbmate refuses, so it is left out",
                "Begin the line with it."));
        return;
      }
      if (mark.matches() && !(mark.group(1).equals("up") ? upMark : downMark).isEmpty()) {
        found.add(
            Note.todo(
                file.up().name(),
                "has more than one \"-- migrate:" + mark.group(1) + "\", so it is left out",
                "Make one pair of them, the last up taken back first."));
        return;
      }
      if (!mark.matches()) {
        section.append(line);
      } else if (mark.group(1).equals("up")) {
        section = up;
        upMark = line;
      } else {
        section = down;
        downMark = line;
      }
    }
    if (upMark.isEmpty()) {
      found.add(
          Note.todo(
              file.up().name(),
              "has no \"-- migrate:up\", so it is left out",
              "Put that line above its statements."));
      return;
    }
    found.add(
        new ForeignMigration(
            file.up().name(),
            Optional.of(file.version()),
            file.title(),
            script(up, upMark),
            script(down, downMark).unlessEmpty()));
  }

  private static ForeignScript script(CharSequence sql, String mark) {
    return new ForeignScript(sql.toString(), NO_TRANSACTION.matcher(mark).find());
  }

  private static Optional<VersionedFile.Name> parse(String fileName) {
    Matcher name = NAME.matcher(fileName);
    return name.matches()
        ? VersionedFile.Name.of(name.group(1), name.group(2), false)
        : Optional.empty();
  }
}
