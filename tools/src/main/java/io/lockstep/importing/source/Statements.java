package io.lockstep.importing.source;

import java.util.List;

/** Pieces of SQL that a tool runs one after the other, and that become one script. */
public final class Statements {
  private Statements() {}

  /** A single piece stays as it is; of several each ends with a semicolon and on a line. */
  public static String joined(List<String> pieces) {
    if (pieces.size() == 1) {
      return ended(pieces.get(0), "");
    }
    StringBuilder script = new StringBuilder();
    pieces.forEach(piece -> script.append(ended(piece, terminator(piece))));
    return script.toString();
  }

  /** Behind a comment on the last line, a semicolon would be a part of it. */
  private static String terminator(String piece) {
    String text = piece.stripTrailing();
    if (text.endsWith(";") || text.isEmpty()) {
      return "";
    }
    return text.substring(text.lastIndexOf('\n') + 1).contains("--") ? "\n;" : ";";
  }

  private static String ended(String piece, String terminator) {
    return terminator.isEmpty()
        ? piece + (piece.isEmpty() || piece.endsWith("\n") ? "" : "\n")
        : piece.stripTrailing() + terminator + "\n";
  }
}
