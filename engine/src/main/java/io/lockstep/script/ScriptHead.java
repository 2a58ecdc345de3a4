package io.lockstep.script;

import java.util.ArrayList;
import java.util.List;

/**
 * The comments above a script's first statement.
 *
 * @param end the position after them
 */
public record ScriptHead(List<Line> comments, List<Line> blocks, int end) {
  /**
   * One line.
   *
   * @param number from 1
   */
  public record Line(int number, String text) {}

  public static ScriptHead of(String script) {
    List<Line> comments = new ArrayList<>();
    List<Line> blocks = new ArrayList<>();
    int line = 1;
    int at = 0;
    while (at < script.length()) {
      int end;
      if (script.startsWith("--", at)) {
        end = endOfLine(script, at);
        comments.add(new Line(line, script.substring(at + 2, end)));
      } else if (script.startsWith("/*", at)) {
        end = endOfBlock(script, at);
        int number = line;
        for (String text : (Iterable<String>) script.substring(at + 2, end).lines()::iterator) {
          blocks.add(new Line(number++, text));
        }
      } else if (Character.isWhitespace(script.charAt(at))) {
        end = at + 1;
      } else {
        break;
      }
      line += newlines(script, at, end);
      at = end;
    }
    return new ScriptHead(List.copyOf(comments), List.copyOf(blocks), at);
  }

  /** The end of the comment that begins here; a carriage return alone ends it, too. */
  public static int endOfLine(String script, int from) {
    int to = from;
    while (to < script.length() && script.charAt(to) != '\n' && script.charAt(to) != '\r') {
      to++;
    }
    return to;
  }

  private static int newlines(String script, int from, int to) {
    int found = 0;
    for (int at = script.indexOf('\n', from);
        at >= 0 && at < to;
        at = script.indexOf('\n', at + 1)) {
      found++;
    }
    return found;
  }

  /** Block comments nest. */
  private static int endOfBlock(String script, int start) {
    int depth = 0;
    int at = start;
    while (at < script.length()) {
      if (script.startsWith("/*", at)) {
        depth++;
        at += 2;
      } else if (script.startsWith("*/", at)) {
        depth--;
        at += 2;
        if (depth == 0) {
          return at;
        }
      } else {
        at++;
      }
    }
    return script.length();
  }
}
