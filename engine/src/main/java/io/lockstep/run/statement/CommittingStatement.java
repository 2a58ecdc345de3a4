package io.lockstep.run.statement;

import io.lockstep.script.Statement;
import java.util.regex.Pattern;

/**
 * Knows the statements that may have committed a part when they fail: procedures and DO blocks,
 * outside a transaction (manual, "Transaction Management" of PL/pgSQL).
 */
public final class CommittingStatement {
  private static final Pattern COMMITS =
      Pattern.compile("\\b(commit|rollback|call)\\b", Pattern.CASE_INSENSITIVE);

  private CommittingStatement() {}

  /** Whether it may be one; a procedure's text is not looked at. */
  public static boolean mayBe(Statement statement) {
    return statement.parts().stream()
        .anyMatch(
            part ->
                part.first().equals("CALL")
                    || (part.first().equals("DO") && COMMITS.matcher(statement.text()).find()));
  }
}
