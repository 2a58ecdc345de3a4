package io.lockstep.importing;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes one of goose's files apart at its marks, which are lines that begin with {@code --}. */
final class GooseSections {
  private static final Pattern MARK = Pattern.compile("\\s*--\\s*\\+goose\\s+(.*?)\\s*");

  private final StringBuilder up = new StringBuilder(); // begins with what is above the first mark
  private final StringBuilder down = new StringBuilder();
  private StringBuilder section = up;
  private boolean hasUp;
  private boolean substitutes;
  private boolean noTransaction;

  private GooseSections() {}

  static GooseSections of(String text) {
    GooseSections sections = new GooseSections();
    for (String line : Lines.of(text)) {
      Matcher mark = MARK.matcher(line);
      if (mark.matches()) {
        sections.mark(mark.group(1).toUpperCase(Locale.ROOT));
      } else {
        sections.section.append(line);
      }
    }
    return sections;
  }

  private void mark(String mark) {
    switch (mark) {
      case "UP" -> {
        hasUp = true;
        section = up;
      }
      case "DOWN" -> section = down;
      case "STATEMENTEND" -> endStatement();
      case "NO TRANSACTION" -> noTransaction = true;
      case "ENVSUB ON" -> substitutes = true;
      default -> {} // StatementBegin and ENVSUB OFF: nothing of them has to be kept
    }
  }

  /** For goose the mark ends a statement, with a semicolon before it or without. */
  private void endStatement() {
    if (!section.toString().stripTrailing().endsWith(";")) {
      section.append(";\n");
    }
  }

  boolean hasUp() {
    return hasUp;
  }

  boolean substitutes() {
    return substitutes;
  }

  ForeignScript up() {
    return new ForeignScript(up.toString(), noTransaction);
  }

  ForeignScript down() {
    return new ForeignScript(down.toString(), noTransaction);
  }
}
