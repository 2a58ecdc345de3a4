package io.lockstep.importing;

import io.lockstep.script.PsqlCommandException;
import io.lockstep.script.ScriptReader;
import io.lockstep.script.StatementPart;
import io.lockstep.script.TransactionControl;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Takes a script's own BEGIN and COMMIT away, since a step is a transaction already. What does more
 * than that (ROLLBACK, several transactions in a script that has none around it) stays as it is,
 * for the user to decide.
 */
final class OwnTransaction {
  private static final Pattern BEGIN = Pattern.compile("(BEGIN|START)( (WORK|TRANSACTION))? ");
  private static final Pattern COMMIT = Pattern.compile("(COMMIT|END)( (WORK|TRANSACTION))? ");

  private OwnTransaction() {}

  /** The script without them; empty if it has none, or has to stay as it is. */
  static Optional<ForeignScript> removedFrom(ForeignScript script) {
    List<StatementPart> statements;
    try {
      statements = ScriptReader.parts(script.sql());
    } catch (PsqlCommandException e) {
      return Optional.empty(); // the check of the file that is written says why
    }
    List<StatementPart> controls = statements.stream().filter(TransactionControl::is).toList();
    if (controls.isEmpty() || !arePairs(controls)) {
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

  private static boolean arePairs(List<StatementPart> controls) {
    for (int i = 0; i < controls.size(); i++) {
      if (!(i % 2 == 0 ? BEGIN : COMMIT).matcher(controls.get(i).words()).matches()) {
        return false;
      }
    }
    return controls.size() % 2 == 0;
  }

  /** Whether they are one transaction with all that the script does in it. */
  private static boolean isAround(List<StatementPart> controls, List<StatementPart> statements) {
    return controls.size() == 2
        && controls.get(0).equals(statements.get(0))
        && controls.get(1).equals(statements.get(statements.size() - 1));
  }

  /** With its delimiter, and with its line if there is nothing else on it. */
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
