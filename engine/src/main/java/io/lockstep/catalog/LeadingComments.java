package io.lockstep.catalog;

/** Finds where a statement begins behind its comments, which nest in PostgreSQL. */
final class LeadingComments {
  private LeadingComments() {}

  /** The statement from its first word on. */
  static String strip(String sql) {
    int at = 0;
    while (at < sql.length()) {
      if (Character.isWhitespace(sql.charAt(at))) {
        at++;
      } else if (sql.startsWith("--", at)) {
        int end = sql.indexOf('\n', at);
        at = end < 0 ? sql.length() : end + 1;
      } else if (sql.startsWith("/*", at)) {
        at = endOfBlock(sql, at);
      } else {
        break;
      }
    }
    return sql.substring(at);
  }

  private static int endOfBlock(String sql, int start) {
    int depth = 0;
    for (int at = start; at < sql.length() - 1; at++) {
      if (sql.startsWith("/*", at)) {
        depth++;
        at++;
      } else if (sql.startsWith("*/", at)) {
        depth--;
        at++;
        if (depth == 0) {
          return at + 1;
        }
      }
    }
    return sql.length();
  }
}
