package io.lockstep.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Knows the statements that say CONCURRENTLY: they wait for old transactions while they block
 * nobody, and leave an INVALID index, or a partition half detached, if a wait is cut off. All
 * others block whoever comes after them while they wait.
 */
final class ConcurrentStatement {
  /** What is no word: comments, texts, names in quotes; dollar quotes are none of these kinds'. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "--[^\\n]*|\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'|[A-Za-z_][A-Za-z_0-9$]*|[^\\sA-Za-z_]",
          Pattern.DOTALL);

  private static final Pattern KINDS =
      Pattern.compile(
          "(CREATE( UNIQUE)? INDEX|DROP INDEX|REFRESH MATERIALIZED VIEW"
              + "|REINDEX( \\( [^)]*\\))? (INDEX|TABLE|SCHEMA|DATABASE|SYSTEM)) CONCURRENTLY .*"
              + "|REINDEX \\( ([^)]* )?CONCURRENTLY (?!(OFF|FALSE|0) )[^)]*\\) .*"
              + "|ALTER TABLE .* DETACH PARTITION .* CONCURRENTLY (; )?");

  private ConcurrentStatement() {}

  /** Whether a statement is one of these. */
  static boolean is(String sql) {
    return sql.toUpperCase(Locale.ROOT).contains("CONCURRENTLY")
        && KINDS.matcher(String.join(" ", words(sql)) + " ").matches();
  }

  private static List<String> words(String sql) {
    List<String> words = new ArrayList<>();
    Matcher token = TOKEN.matcher(withoutBlockComments(sql));
    while (token.find()) {
      String text = token.group();
      if (text.startsWith("\"") || text.startsWith("'")) {
        words.add("?");
      } else if (!text.startsWith("--")) {
        words.add(text.toUpperCase(Locale.ROOT));
      }
    }
    return words;
  }

  /** They nest. */
  private static String withoutBlockComments(String sql) {
    StringBuilder kept = new StringBuilder();
    int depth = 0;
    for (int i = 0; i < sql.length(); i++) {
      if (sql.startsWith("/*", i)) {
        depth++;
        i++;
      } else if (depth > 0 && sql.startsWith("*/", i)) {
        depth--;
        i++;
        kept.append(' ');
      } else if (depth == 0) {
        kept.append(sql.charAt(i));
      }
    }
    return kept.toString();
  }
}
