package io.lockstep.run;

import java.util.regex.Pattern;

/**
 * Knows the statements that may have rolled back their transaction by themselves: a ROLLBACK that
 * the check before the plan did not see. After it the rest has another transaction than the step,
 * whose end says nothing of it.
 */
final class RollbackStatement {
  private static final String ROLLBACK =
      "(?:rollback(?!\\s+(?:(?:work|transaction)\\s+)?to\\b)|abort)\\b";

  private static final Pattern FIRST =
      Pattern.compile("(?:^|;)\\s*" + ROLLBACK, Pattern.CASE_INSENSITIVE);

  private static final Pattern ANYWHERE =
      Pattern.compile("\\b" + ROLLBACK, Pattern.CASE_INSENSITIVE);

  /**
   * Comments, and names and texts in quotes, as PostgreSQL reads them (manual, "Lexical Structure";
   * a comment ends at a carriage return, too). A comment within a comment stays.
   */
  private static final Pattern COMMENT_OR_TEXT =
      Pattern.compile(
          "--[^\\r\\n]*+|/\\*(?:[^*/]|\\*(?!/)|/(?!\\*))*+\\*/|'[^']*+'|\"[^\"]*+\""
              + "|(?<![\\w$\\P{ASCII}])(\\$(?:[a-z_\\P{ASCII}][\\w\\P{ASCII}]*+)?\\$)(?s:.*?)\\1",
          Pattern.CASE_INSENSITIVE);

  private RollbackStatement() {}

  /**
   * Whether it may be one. What a backslash quotes depends on settings: then the word is taken for
   * one wherever it stands, so that less is said, and never more than is known.
   */
  static boolean mayBe(String sql) {
    return sql.indexOf('\\') >= 0
        ? ANYWHERE.matcher(sql).find()
        : FIRST.matcher(COMMENT_OR_TEXT.matcher(sql).replaceAll(" ")).find();
  }
}
