package io.lockstep.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a statement, without its comments, as far as its kind can be told by them. */
final class StatementWords {
  /** Comments to the end of the line, names and texts in quotes, words, and single signs. */
  private static final Pattern TOKEN =
      Pattern.compile("--[^\\n]*+|\"[^\"]*+\"|'[^']*+'|[A-Za-z_][A-Za-z_0-9$]*+|[^\\sA-Za-z_]");

  private StatementWords() {}

  /** All of them; see {@link #first}. */
  static List<String> of(String sql) {
    return first(Integer.MAX_VALUE, sql);
  }

  /**
   * The first of them, in upper case; a name or a text in quotes is {@code ?}. Dollar quotes are
   * not known.
   */
  static List<String> first(int most, String sql) {
    List<String> words = new ArrayList<>();
    Matcher token = TOKEN.matcher(sql);
    int from = 0;
    while (words.size() < most && token.find(from)) {
      String text = token.group();
      from = token.end();
      if (sql.startsWith("/*", token.start())) {
        from = endOfComment(sql, token.start());
      } else if (text.startsWith("\"") || text.startsWith("'")) {
        words.add("?");
      } else if (!text.startsWith("--")) {
        words.add(text.toUpperCase(Locale.ROOT));
      }
    }
    return words;
  }

  /** Where a block comment ends that begins here; they nest. */
  private static int endOfComment(String sql, int start) {
    int depth = 0;
    int i = start;
    do {
      boolean opens = sql.startsWith("/*", i);
      boolean closes = sql.startsWith("*/", i);
      depth += opens ? 1 : closes ? -1 : 0;
      i += opens || closes ? 2 : 1;
    } while (depth > 0 && i < sql.length());
    return Math.min(i, sql.length());
  }
}
