package io.lockstep.run.statement;

import io.lockstep.script.Statement;
import java.util.regex.Pattern;

/**
 * Recognizes the statements that may have committed a part when they fail: procedures and DO blocks
 * outside a transaction (manual, PL/pgSQL, "Transaction Management").
 */
public final class CommittingStatement {
  private static final Pattern COMMITS =
      Pattern.compile("\\b(commit|rollback|call)\\b", Pattern.CASE_INSENSITIVE);

  private CommittingStatement() {}

  /** True if it may be one, as far as its text tells; the text of a procedure is not read. */
  public static boolean mayBe(Statement statement) {
    return statement.parts().stream()
        .anyMatch(
            part ->
                part.first().equals("CALL")
                    || (part.first().equals("DO") && COMMITS.matcher(statement.text()).find()));
  }
}
