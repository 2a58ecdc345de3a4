package io.lockstep.importing.source;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The mark in a file that begins what takes its migration back, by the format that reads it. */
public enum DownMark {
  GOOSE("goose", "--\\s*\\+goose\\s+down\\b.*"),
  SQL_MIGRATE("sql-migrate", "--\\s*\\+migrate\\s+down\\b.*"),
  DBMATE("dbmate", "--\\s*migrate:down\\b.*"),
  /** Of node-pg-migrate, rambler, shmig, Play, tern and MyBatis Migrations. */
  SQL(
      "sql",
      "\\s*(?:--[\\s-]*down\\s+migration\\b.*|--\\s*rambler\\s+down|--\\s*=+\\s*down\\s*=+|(?:#|--)[\\s-]*!downs\\b.*"
          + "|-+\\s*create\\s+above\\s*/\\s*drop\\s+below\\s*-+|--\\s*//\\s*@undo\\b.*)");

  private final String format;
  private final Pattern line;

  DownMark(String format, String line) {
    this.format = format;
    this.line = Pattern.compile("(?i)" + line);
  }

  /** The note about the first such mark in a script, which would run whole. */
  public static Optional<Note> noteIn(String source, String script) {
    return script
        .lines()
        .flatMap(
            line ->
                Stream.of(values())
                    .filter(mark -> mark.is(line))
                    .map(mark -> mark.note(source, line.strip())))
        .findFirst();
  }

  /** True if the line is this mark. */
  public boolean is(String text) {
    return line.matcher(text.stripTrailing()).matches();
  }

  private Note note(String source, String text) {
    return Note.todo(
        source,
        "has the mark \"" + text + "\", but what is below it would run with what is above",
        "Import it with --from "
            + format
            + ", which knows the mark; or delete the mark if all is meant.");
  }
}
