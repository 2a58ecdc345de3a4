package io.lockstep.importing.source;

import io.lockstep.script.ScriptReader;
import io.lockstep.script.StatementPart;
import java.util.List;

/**
 * The script that another tool runs to apply or to take back one migration.
 *
 * @param sql its bytes as they are in the file, without the tool's own marks
 * @param noTransaction true if the tool runs it outside a transaction
 */
public record ForeignScript(String sql, boolean noTransaction) {
  /** A script in a transaction. */
  public static ForeignScript of(String sql) {
    return new ForeignScript(sql, false);
  }

  /** True if it has only blanks and comments. */
  public boolean isEmpty() {
    return !ScriptReader.hasStatement(sql);
  }

  /**
   * The script without these statements of it, each with its delimiter, and with its line if
   * nothing else is on it.
   */
  public ForeignScript without(List<StatementPart> statements) {
    StringBuilder text = new StringBuilder(sql);
    for (int i = statements.size() - 1; i >= 0; i--) {
      remove(text, statements.get(i));
    }
    return new ForeignScript(text.toString(), noTransaction);
  }

  private static void remove(StringBuilder sql, StatementPart statement) {
    int end = statement.end();
    int lineStart = sql.lastIndexOf("\n", statement.start()) + 1;
    int lineEnd = sql.indexOf("\n", end);
    lineEnd = lineEnd < 0 ? sql.length() : lineEnd + 1;
    boolean alone =
        sql.substring(lineStart, statement.start()).isBlank()
            && sql.substring(end, lineEnd).isBlank();
    sql.delete(alone ? lineStart : statement.start(), alone ? lineEnd : end);
  }
}
