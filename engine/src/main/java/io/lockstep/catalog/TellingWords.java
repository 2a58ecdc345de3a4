package io.lockstep.catalog;

/**
 * Words without which a script can neither end its transaction nor need to run outside of one, so
 * that it need not be read as SQL. Compared in place and only with those of the same length: a plan
 * over ten thousand files looks at a million words, and a regular expression, or each word in lower
 * case as a key, took most of its time.
 */
final class TellingWords {
  /** By length. */
  private static final String[][] WORDS = {
    {},
    {},
    {},
    {"end"},
    {},
    {"begin", "start", "abort"},
    {"commit", "vacuum", "system"},
    {"prepare", "reindex", "discard"},
    {"rollback", "database"},
    {},
    {"tablespace"},
    {},
    {"concurrently", "subscription"}
  };

  /** The bit in which a capital ASCII letter differs from the small one. */
  private static final int SMALL = 'a' - 'A';

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
        if (isTelling(sql, start, at - start)) {
          return true;
        }
        start = at + 1;
      }
    }
    return false;
  }

  private static boolean isLetter(char c) {
    int small = c | SMALL;
    return (small >= 'a' && small <= 'z') || c == '_';
  }

  private static boolean isTelling(String sql, int start, int length) {
    if (length < WORDS.length) {
      for (String word : WORDS[length]) {
        if (isAt(sql, start, word)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isAt(String sql, int start, String word) {
    for (int i = 0; i < word.length(); i++) {
      if ((sql.charAt(start + i) | SMALL) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
