package io.lockstep.importing.formats.sections;

import io.lockstep.importing.source.ForeignScript;
import io.lockstep.importing.source.Lines;
import java.util.List;
import java.util.Optional;

/**
 * Splits one of sql-migrate's files at its marks, line by line as its own parser does
 * (sqlparse/sqlparse.go): a mark begins its line with {@code -- +migrate}, in this spelling. Lines
 * that begin with two hyphens and a blank are not sent, which matters where they are part of a text
 * or of a function's body: there they are left out. Files that sql-migrate refuses are refused.
 */
public final class SqlMigrateSections {
  private static final String MARK = "-- +migrate ";

  /** The parser's position. */
  private enum Part {
    ABOVE,
    UP,
    DOWN
  }

  private final StringBuilder up =
      new StringBuilder(); // begins with the comments above the first mark
  private final StringBuilder down = new StringBuilder();
  private final StringBuilder statement = new StringBuilder();
  private Part part = Part.ABOVE;
  private boolean inStatement;
  private boolean dropsLines;
  private boolean hasDown;
  private boolean upOutside;
  private boolean downOutside;
  private Optional<String> refusal = Optional.empty();
  private Optional<String> unknown = Optional.empty();

  private SqlMigrateSections() {}

  /** Splits a file's text. */
  public static SqlMigrateSections of(String text) {
    SqlMigrateSections sections = new SqlMigrateSections();
    for (String line : Lines.of(text.replace("\r\n", "\n"))) {
      if (line.startsWith(MARK)) {
        sections.mark(line);
      } else {
        sections.line(line);
      }
    }
    if (sections.inStatement) {
      sections.refuse("has no \"-- +migrate StatementEnd\" for its StatementBegin");
    }
    if (sections.part == Part.ABOVE) {
      sections.refuse("has neither \"-- +migrate Up\" nor \"-- +migrate Down\"");
    }
    sections.refuseUnfinished();
    return sections;
  }

  private void mark(String line) {
    List<String> words = List.of(line.substring(MARK.length()).strip().split("\\s+", -1));
    boolean outside = words.contains("notransaction");
    switch (words.get(0)) {
      case "Up" -> {
        begin(Part.UP);
        upOutside |= outside;
      }
      case "Down" -> {
        begin(Part.DOWN);
        downOutside |= outside;
        hasDown = true;
      }
      case "StatementBegin" -> inStatement = part != Part.ABOVE;
      case "StatementEnd" -> endStatement();
      case "" -> refuse("has a line \"" + line.strip() + "\", which sql-migrate refuses");
      default -> unknown = unknown.or(() -> Optional.of(line.strip()));
    }
  }

  private void begin(Part next) {
    refuseUnfinished();
    part = next;
  }

  /** The mark ends a statement, whether a semicolon is before it or not. */
  private void endStatement() {
    if (inStatement) {
      if (!Semicolons.endStatement(statement.toString())) {
        section().append(";\n");
      }
      inStatement = false;
      statement.setLength(0);
    }
  }

  private void line(String line) {
    if (line.startsWith("-- ")) {
      if (statement.toString().isBlank() || Semicolons.endStatement(statement + "\n;")) {
        section().append(line);
      }
      return;
    }
    if (part == Part.ABOVE) {
      dropsLines |= !line.isBlank() && !line.startsWith("--");
      return;
    }
    section().append(line);
    statement.append(line);
    if (!inStatement && Semicolons.endLine(line)) {
      statement.setLength(0);
    }
  }

  private void refuseUnfinished() {
    if (!statement.toString().isBlank()) {
      refuse(
          "has a last statement or comment without a semicolon at the end of its line, which sql-migrate refuses");
    }
  }

  private void refuse(String why) {
    refusal = refusal.or(() -> Optional.of(why));
  }

  private StringBuilder section() {
    return part == Part.DOWN ? down : up;
  }

  /** The reason why sql-migrate would not run the file. */
  public Optional<String> refusal() {
    return refusal;
  }

  /** True if there is more than comments above the first mark. */
  public boolean dropsLines() {
    return dropsLines;
  }

  /** The first mark that sql-migrate passes over, since it is none of its own. */
  public Optional<String> unknown() {
    return unknown;
  }

  /** The script that applies it. */
  public ForeignScript up() {
    return new ForeignScript(up.toString(), upOutside);
  }

  /** The script that takes it back; empty if the file has no such section. */
  public Optional<ForeignScript> down() {
    return hasDown
        ? Optional.of(new ForeignScript(down.toString(), downOutside))
        : Optional.empty();
  }
}
