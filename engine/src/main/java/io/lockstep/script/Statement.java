package io.lockstep.script;

import java.util.List;

/**
 * One statement of a script, as psql sends it.
 *
 * @param text from its first word or block comment on, with its semicolon if it has one
 * @param line the line of the script where it begins, from 1
 * @param emptyLines positions in the text of the empty lines that psql leaves out, which are those
 *     outside of quotes
 * @param parts the statements in it as the server sees them; none if it is a comment
 */
public record Statement(
    String text, int line, List<Integer> emptyLines, List<StatementPart> parts) {
  public Statement {
    emptyLines = List.copyOf(emptyLines);
    parts = List.copyOf(parts);
  }

  /** The text without the comments above it. */
  public String sql() {
    return parts.isEmpty() ? text : text.substring(parts.get(0).index());
  }

  /** The line of the script that has its first word. */
  public int firstLine() {
    return parts.isEmpty() ? line : parts.get(0).line();
  }

  /**
   * The line of the script that has a character of the text.
   *
   * @param position from 1, in characters, as the server counts them
   */
  public int lineOfCharacter(int position) {
    int last = text.codePointCount(0, text.length());
    int end = text.offsetByCodePoints(0, Math.max(0, Math.min(position - 1, last)));
    long before = text.substring(0, end).chars().filter(c -> c == '\n').count();
    long empty = emptyLines.stream().filter(at -> at <= end).count();
    return line + (int) (before + empty);
  }
}
