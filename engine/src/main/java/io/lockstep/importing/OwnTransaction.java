package io.lockstep.importing;

import io.lockstep.catalog.ScriptStatement;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Takes a script's own BEGIN and COMMIT away, since a step is a transaction already. What does more
 * than that (ROLLBACK, several transactions in a script that has none around it) stays as it is,
 * for the user to decide.
 */
final class OwnTransaction {
  private static final Pattern BEGIN =
      Pattern.compile(
          "(BEGIN|START)(\\s+(WORK|TRANSACTION))?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern COMMIT =
      Pattern.compile("(COMMIT|END)(\\s+(WORK|TRANSACTION))?", Pattern.CASE_INSENSITIVE);

  private OwnTransaction() {}

  /** The script without them; empty if it has none, or has to stay as it is. */
  static Optional<ForeignScript> removedFrom(ForeignScript script) {
    List<ScriptStatement> statements;
    try {
      statements = ScriptStatement.in(script.sql());
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // the check of the file that is written says why
    }
    List<ScriptStatement> controls =
        statements.stream().filter(ScriptStatement::controlsTransaction).toList();
    if (controls.isEmpty() || !arePairs(controls) || !areWhereTheySay(controls, script.sql())) {
      return Optional.empty();
    }
    if (script.noTransaction() && !isAround(controls, statements)) {
      return Optional.empty();
    }
    StringBuilder sql = new StringBuilder(script.sql());
    for (int i = controls.size() - 1; i >= 0; i--) {
      remove(sql, controls.get(i));
    }
    return Optional.of(ForeignScript.of(sql.toString()));
  }

  private static boolean arePairs(List<ScriptStatement> controls) {
    for (int i = 0; i < controls.size(); i++) {
      if (!(i % 2 == 0 ? BEGIN : COMMIT).matcher(controls.get(i).sql()).matches()) {
        return false;
      }
    }
    return controls.size() % 2 == 0;
  }

  /** What is cut out must be they: where the parser counts otherwise, nothing is. */
  private static boolean areWhereTheySay(List<ScriptStatement> controls, String sql) {
    return controls.stream().allMatch(control -> sql.startsWith(control.sql(), control.start()));
  }

  /** Whether they are one transaction with all that the script does in it. */
  private static boolean isAround(
      List<ScriptStatement> controls, List<ScriptStatement> statements) {
    return controls.size() == 2
        && controls.get(0).equals(statements.get(0))
        && controls.get(1).equals(statements.get(statements.size() - 1));
  }

  /** With its delimiter, and with its line if there is nothing else on it. */
  private static void remove(StringBuilder sql, ScriptStatement statement) {
    int end = skipBlanks(sql, statement.end());
    end = end < sql.length() && sql.charAt(end) == ';' ? end + 1 : statement.end();
    int lineStart = sql.lastIndexOf("\n", statement.start()) + 1;
    int lineEnd = sql.indexOf("\n", end);
    lineEnd = lineEnd < 0 ? sql.length() : lineEnd + 1;
    boolean alone =
        sql.substring(lineStart, statement.start()).isBlank()
            && sql.substring(end, lineEnd).isBlank();
    sql.delete(alone ? lineStart : statement.start(), alone ? lineEnd : end);
  }

  private static int skipBlanks(CharSequence sql, int from) {
    int at = from;
    while (at < sql.length() && Character.isWhitespace(sql.charAt(at))) {
      at++;
    }
    return at;
  }
}
