package io.lockstep.importing.formats.sections;

import io.lockstep.importing.source.ForeignScript;
import io.lockstep.importing.source.Lines;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Splits one of goose's files at its marks, line by line as goose's own parser does
 * (internal/sqlparser/parser.go): a mark is a line with {@code --} and {@code +goose} anywhere in
 * it, and a statement ends with a line whose last word before a comment ends with a semicolon.
 * Files that goose refuses are refused.
 */
public final class GooseSections {
  private static final List<String> MARKS =
      List.of(
          "Up",
          "Down",
          "StatementBegin",
          "StatementEnd",
          "NO TRANSACTION",
          "ENVSUB ON",
          "ENVSUB OFF");
  private static final Pattern INDENTED = Pattern.compile("[ \\t].*", Pattern.DOTALL);

  /** The parser's position. */
  private enum Part {
    ABOVE,
    UP,
    DOWN
  }

  private final StringBuilder up = new StringBuilder(); // begins with the text above the first mark
  private final StringBuilder down = new StringBuilder();
  private Part part = Part.ABOVE;
  private boolean inStatement;
  private boolean dropsLine;
  private final StringBuilder statement = new StringBuilder();
  private Optional<String> refusal = Optional.empty();
  private boolean substituting;
  private boolean substitutes;
  private boolean noTransaction;

  private GooseSections() {}

  /** Splits a file's text. */
  public static GooseSections of(String text) {
    GooseSections sections = new GooseSections();
    for (String line : Lines.of(text.replace("\r\n", "\n"))) { // as goose reads them
      if (line.strip().startsWith("--") && line.contains("+goose")) {
        sections.mark(line);
      } else {
        sections.line(line);
      }
    }
    if (sections.part == Part.ABOVE) {
      sections.refuse("has no \"-- +goose Up\"");
    }
    if (sections.inStatement) {
      sections.refuse("has no \"-- +goose StatementEnd\" for its StatementBegin");
    }
    if (sections.part == Part.UP) { // goose reads the other part without looking at its end
      sections.refuseUnfinished();
    }
    return sections;
  }

  private void mark(String line) {
    String text = line.replace("--", "").replaceFirst("\\+goose", "").strip();
    Optional<String> known = MARKS.stream().filter(text::equalsIgnoreCase).findFirst();
    if (known.isEmpty() || INDENTED.matcher(line).matches()) {
      refuse("has a line \"" + line.strip() + "\", which goose refuses");
      return;
    }
    switch (known.get().toUpperCase(Locale.ROOT)) {
      case "UP" -> begin(Part.ABOVE, Part.UP, line);
      case "DOWN" -> begin(Part.UP, Part.DOWN, line);
      case "STATEMENTBEGIN" -> {
        refuseUnless(part != Part.ABOVE && !inStatement, line);
        inStatement = true;
        dropsLine = false;
      }
      case "STATEMENTEND" -> endStatement(line);
      case "NO TRANSACTION" -> noTransaction = true;
      case "ENVSUB ON" -> substituting = true;
      default -> substituting = false;
    }
  }

  private void begin(Part from, Part to, String line) {
    refuseUnless(part == from && !inStatement, line);
    refuseUnfinished();
    dropsLine = false;
    part = to;
  }

  /**
   * In goose the mark ends a statement, whether a semicolon is before it or not; the semicolon may
   * be behind a comment, or in one.
   */
  private void endStatement(String line) {
    refuseUnless(inStatement, line);
    dropsLine = statement.isEmpty();
    if (!Semicolons.endStatement(statement.toString())) {
      section().append(";\n");
      if (!Semicolons.endStatement(statement + "\n;")) {
        refuse("has \"" + line.strip() + "\" in a comment or in quotes, where goose cuts it");
      }
    }
    inStatement = false;
    statement.setLength(0);
  }

  private void line(String line) {
    section().append(line);
    boolean comment = line.strip().startsWith("--");
    if (part == Part.ABOVE) {
      if (!comment && !line.isBlank()) {
        refuse("has statements above \"-- +goose Up\", which goose refuses");
      }
      return;
    }
    substitutes |= substituting && line.contains("$");
    if (statement.isEmpty() && (comment || line.replaceAll("\\r?\\n", "").isEmpty())) {
      return;
    }
    if (dropsLine && !line.isBlank()) {
      refuse("has nothing between StatementBegin and StatementEnd, after which goose drops a line");
    }
    statement.append(line);
    if (!inStatement && Semicolons.endLine(line)) {
      statement.setLength(0);
    }
  }

  private void refuseUnfinished() {
    if (!statement.toString().isBlank()) {
      refuse("has a statement without a semicolon at the end of its line, which goose refuses");
    }
  }

  private void refuseUnless(boolean expected, String mark) {
    if (!expected) {
      refuse("has \"" + mark.strip() + "\" where goose refuses it");
    }
  }

  private void refuse(String why) {
    refusal = refusal.or(() -> Optional.of(why));
  }

  private StringBuilder section() {
    return part == Part.DOWN ? down : up;
  }

  /** The reason why goose would not run the file. */
  public Optional<String> refusal() {
    return refusal;
  }

  /** True if goose would not take it back, because a semicolon is missing. */
  public boolean hasUnfinishedDown() {
    return part == Part.DOWN && !statement.toString().isBlank();
  }

  /** True if goose substitutes environment variables. */
  public boolean substitutes() {
    return substitutes;
  }

  /** The script that applies it. */
  public ForeignScript up() {
    return new ForeignScript(up.toString(), noTransaction);
  }

  /** Empty if the file has no such section. */
  public Optional<ForeignScript> down() {
    return part == Part.DOWN
        ? Optional.of(new ForeignScript(down.toString(), noTransaction))
        : Optional.empty();
  }
}
