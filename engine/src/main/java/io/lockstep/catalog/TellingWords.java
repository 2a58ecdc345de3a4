package io.lockstep.catalog;

import java.util.Locale;
import java.util.Set;

/**
 * Words without which a script can neither end its transaction nor need to run outside of one, so
 * that Flyway's parser need not be loaded for it. Scanned by hand: a regular expression took most
 * of the time of a plan over ten thousand files.
 */
final class TellingWords {
  private static final Set<String> WORDS =
      Set.of(
          "begin",
          "start",
          "commit",
          "rollback",
          "abort",
          "end",
          "prepare",
          "concurrently",
          "vacuum",
          "reindex",
          "database",
          "tablespace",
          "subscription",
          "system",
          "discard");
  private static final int SHORTEST = 3;
  private static final int LONGEST = 12;

  private TellingWords() {}

  /** Whether there is one, anywhere; or a backslash, with which psql's own commands begin. */
  static boolean in(String sql) {
    int start = 0;
    for (int at = 0; at <= sql.length(); at++) {
      char c = at < sql.length() ? sql.charAt(at) : ' ';
      if (c == '\\') {
        return true;
      }
      if (!isLetter(c)) {
        int length = at - start;
        if (length >= SHORTEST && length <= LONGEST && isTelling(sql.substring(start, at))) {
          return true;
        }
        start = at + 1;
      }
    }
    return false;
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  private static boolean isTelling(String word) {
    return WORDS.contains(word.toLowerCase(Locale.ROOT));
  }
}
