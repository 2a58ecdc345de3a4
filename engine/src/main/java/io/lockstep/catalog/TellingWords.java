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

  /**
   * Whether there is one, anywhere; or a backslash, with which psql's own commands begin, or what
   * may be one of its variables.
   */
  static boolean in(String sql) {
    int start = 0;
    int colons = 0;
    for (int at = 0; at <= sql.length(); at++) {
      char c = at < sql.length() ? sql.charAt(at) : ' ';
      colons = c == ':' ? colons + 1 : 0;
      if (c == '\\' || (colons % 2 == 1 && beginsVariable(sql, at + 1))) { // two are a cast
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

  /** In capital letters, as psql's own are. */
  private static boolean beginsVariable(String sql, int start) {
    int name = start;
    while (name < sql.length() && "'\"{?".indexOf(sql.charAt(name)) >= 0) {
      name++;
    }
    return name < sql.length() && sql.charAt(name) >= 'A' && sql.charAt(name) <= 'Z';
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
