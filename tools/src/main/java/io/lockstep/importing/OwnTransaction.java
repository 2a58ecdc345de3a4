package io.lockstep.importing;

import io.lockstep.importing.source.ForeignScript;
import io.lockstep.script.PsqlCommandException;
import io.lockstep.script.ScriptReader;
import io.lockstep.script.StatementPart;
import io.lockstep.script.TransactionControl;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Removes a script's own BEGIN and COMMIT, since a step is a transaction already. A BEGIN in the
 * tool's own transaction is only a warning, and so a COMMIT that ends this transaction may stand
 * alone. Statements that do more than that stay as they are, for the user to decide: a ROLLBACK, a
 * COMMIT that ends the tool's transaction before statements that are to run outside, several
 * transactions in a script that has none around it.
 */
final class OwnTransaction {
  private static final Pattern BEGIN = Pattern.compile("(BEGIN|START)( (WORK|TRANSACTION))? ");

  /** Only a later transaction may use that value. */
  private static final Pattern NEW_VALUE = Pattern.compile("ALTER TYPE .* ADD VALUE .*");

  private static final Pattern COMMIT = Pattern.compile("(COMMIT|END)( (WORK|TRANSACTION))? ");

  private OwnTransaction() {}

  /** The script without them; empty if it has none, or has to stay as it is. */
  static Optional<ForeignScript> removedFrom(ForeignScript script) {
    List<StatementPart> statements;
    try {
      statements = ScriptReader.parts(script.sql());
    } catch (PsqlCommandException e) {
      return Optional.empty(); // the check of the file that is written gives the reason
    }
    List<StatementPart> controls = statements.stream().filter(TransactionControl::is).toList();
    if (controls.isEmpty()
        || !(script.noTransaction()
            ? isAround(controls, statements)
            : areAsGoodAsNone(statements))) {
      return Optional.empty();
    }
    return Optional.of(ForeignScript.of(script.without(controls).sql()));
  }

  /** True if their removal leaves no statement outside a transaction that was inside. */
  private static boolean areAsGoodAsNone(List<StatementPart> statements) {
    if (statements.stream().anyMatch(TransactionControl::mustBeOutside)) {
      return false; // the others are to commit before it, or after it
    }
    boolean begun = false;
    boolean ended = false;
    boolean newValue = false;
    boolean newValueCommitted = false;
    for (StatementPart statement : statements) {
      if (BEGIN.matcher(statement.words()).matches()) {
        begun = true;
        ended = false;
      } else if (!TransactionControl.is(statement)) {
        if (ended || newValueCommitted) {
          return false;
        }
        newValue |= NEW_VALUE.matcher(statement.words()).matches();
      } else if (COMMIT.matcher(statement.words()).matches()) {
        ended |= !begun;
        newValueCommitted = newValue;
        begun = false;
      } else {
        return false;
      }
    }
    return true;
  }

  /** True if they are one transaction around all statements of the script. */
  private static boolean isAround(List<StatementPart> controls, List<StatementPart> statements) {
    return controls.size() == 2
        && BEGIN.matcher(controls.get(0).words()).matches()
        && COMMIT.matcher(controls.get(1).words()).matches()
        && controls.get(0).equals(statements.get(0))
        && controls.get(1).equals(statements.get(statements.size() - 1));
  }
}
