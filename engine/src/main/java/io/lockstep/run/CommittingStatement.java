package io.lockstep.run;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Knows the statements that may have committed a part when they fail: procedures and DO blocks,
 * outside a transaction (manual, "Transaction Management" of PL/pgSQL).
 */
final class CommittingStatement {
  private static final Pattern COMMITS =
      Pattern.compile("\\b(commit|rollback|call)\\b", Pattern.CASE_INSENSITIVE);

  private CommittingStatement() {}

  /** Whether it may be one; a procedure's text is not looked at. */
  static boolean mayBe(String sql) {
    List<String> first = StatementWords.first(1, sql);
    return first.contains("CALL") || (first.contains("DO") && COMMITS.matcher(sql).find());
  }
}
