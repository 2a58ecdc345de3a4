package io.lockstep.fingerprint.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A routine's definition without the blanks that mean nothing in its language. PostgreSQL keeps a
 * body as it was written, so one that was put back by another file is mostly indented otherwise.
 */
public final class RoutineText {
  /** As pg_get_functiondef writes it. */
  private static final Pattern DEFINITION =
      Pattern.compile("(.*\\n LANGUAGE (\\w+)\\b.*\\nAS )(\\$\\w+\\$)(.*)\\3\\s*", Pattern.DOTALL);

  private static final Pattern SQL = Pattern.compile("sql|plpgsql");

  /** Blanks inside quotes count, and so does the end of the line after a comment. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<blanks>\\s+)|(?<comment>--[^\\n]*|/\\*.*?\\*/)"
              + "|(?<quoted>'[^']*+'|\"[^\"]*+\"|(?<tag>\\$(?:[A-Za-z_]\\w*)?\\$).*?\\k<tag>)"
              + "|(?<word>[\\w$.&\\x{80}-\\x{10FFFF}]+)|(?<punctuation>[(),;\\[\\]])|.",
          Pattern.DOTALL);

  private RoutineText() {}

  /** True if only such blanks differ. */
  public static boolean differsInBlanks(String one, String other) {
    return !one.equals(other) && reduced(one, true).equals(reduced(other, true));
  }

  /** True if only such blanks and comments differ. */
  public static boolean differsInComments(String one, String other) {
    return !one.equals(other) && reduced(one, false).equals(reduced(other, false));
  }

  private static String reduced(String definition, boolean comments) {
    Matcher routine = DEFINITION.matcher(definition);
    if (!routine.matches()) {
      return definition;
    }
    String body = routine.group(4);
    return routine.group(1)
        + (SQL.matcher(routine.group(2)).matches() && !body.contains("\\'")
            ? joined(body, comments)
            : body.replaceAll("[ \\t\\r]+(?=\\n|$)", "")); // elsewhere indentation may count
  }

  private static String joined(String body, boolean comments) {
    StringBuilder text = new StringBuilder(body.length());
    Matcher token = TOKEN.matcher(body);
    Kind last = Kind.PUNCTUATION;
    boolean blanks = false;
    while (token.find()) {
      if (token.group("blanks") != null || (!comments && token.group("comment") != null)) {
        blanks = true;
        continue;
      }
      Kind kind = Kind.of(token);
      if (blanks && !kind.standsApartFrom(last)) {
        text.append(' ');
      }
      text.append(
          kind == Kind.COMMENT
              ? token.group().strip().replaceAll("\\s+", " ") + "\n"
              : token.group());
      last = kind;
      blanks = false;
    }
    return text.toString();
  }

  /** What two tokens may do without blanks between them. */
  private enum Kind {
    COMMENT,
    QUOTED,
    WORD,
    PUNCTUATION,
    OPERATOR;

    static Kind of(Matcher token) {
      if (token.group("comment") != null) {
        return COMMENT;
      }
      if (token.group("quoted") != null) {
        return QUOTED;
      }
      if (token.group("word") != null) {
        return WORD;
      }
      return token.group("punctuation") != null ? PUNCTUATION : OPERATOR;
    }

    boolean standsApartFrom(Kind last) {
      return switch (this) {
        case COMMENT, PUNCTUATION -> true;
        case QUOTED, WORD -> last == PUNCTUATION || last == COMMENT || last == OPERATOR;
        case OPERATOR -> last != OPERATOR;
      };
    }
  }
}
