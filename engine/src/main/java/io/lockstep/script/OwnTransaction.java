package io.lockstep.script;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A script's own BEGIN and COMMIT, where they can go because its step is a transaction already. A
 * BEGIN in a transaction that a tool has begun is only a warning, and so a COMMIT that ends this
 * transaction may stand alone. Statements that do more than that have to stay: a ROLLBACK, a COMMIT
 * that ends the tool's transaction before statements that are to run outside, or before which
 * something was set for its transaction only, several transactions in a script that has none around
 * it.
 */
public final class OwnTransaction {
  private static final Pattern BEGIN = Pattern.compile("(BEGIN|START)( (WORK|TRANSACTION))? ");

  /** Only a later transaction may use that value. */
  private static final Pattern NEW_VALUE = Pattern.compile("ALTER TYPE .* ADD VALUE .*");

  private static final Pattern COMMIT = Pattern.compile("(COMMIT|END)( (WORK|TRANSACTION))? ");

  /** What ends with its transaction, and would go on for the statements of the next one. */
  private static final Pattern UNTIL_COMMIT =
      Pattern.compile(
          "^SET\\s+(LOCAL|CONSTRAINTS|TRANSACTION)|\\bSET_CONFIG\\b|\\bON\\s+COMMIT\\b",
          Pattern.CASE_INSENSITIVE);

  private OwnTransaction() {}

  /** The statements that can go; empty if there are none, or if they have to stay. */
  public static List<StatementPart> removable(String script, boolean noTransaction) {
    List<StatementPart> statements;
    try {
      statements = ScriptReader.parts(script);
    } catch (PsqlCommandException e) {
      return List.of(); // the check of the script gives the reason
    }
    List<StatementPart> controls = statements.stream().filter(TransactionControl::is).toList();
    boolean canGo =
        noTransaction ? isAround(controls, statements) : areAsGoodAsNone(script, statements);
    return canGo ? controls : List.of();
  }

  /**
   * The script with blanks in their place, so that all others keep their lines.
   *
   * @param noTransaction true if it runs outside a transaction, where each of them counts
   */
  public static String passedOver(String script, boolean noTransaction) {
    List<StatementPart> controls = noTransaction ? List.of() : removable(script, false);
    if (controls.isEmpty() || !areTheSame(controls, script)) {
      return script;
    }
    StringBuilder text = new StringBuilder(script);
    for (StatementPart control : controls) {
      for (int at = control.start(); at < control.end(); at++) {
        if (!Character.isWhitespace(text.charAt(at))) {
          text.setCharAt(at, ' ');
        }
      }
    }
    return text.toString();
  }

  /** True if they are the same in a session where a backslash escapes in quotes. */
  private static boolean areTheSame(List<StatementPart> controls, String script) {
    return places(controls)
        .equals(
            places(
                ScriptReader.parts(script, false).stream()
                    .filter(TransactionControl::is)
                    .toList()));
  }

  private static List<Integer> places(List<StatementPart> statements) {
    return statements.stream().map(StatementPart::start).toList();
  }

  /** True if their removal leaves no statement outside a transaction that was inside. */
  private static boolean areAsGoodAsNone(String script, List<StatementPart> statements) {
    if (statements.stream().anyMatch(TransactionControl::mustBeOutside)) {
      return false; // the others are to commit before it, or after it
    }
    boolean begun = false;
    boolean ended = false;
    boolean committed = false;
    boolean mustEnd = false; // something in the transaction is not to go on behind its COMMIT
    boolean hasEnded = false;
    for (StatementPart statement : statements) {
      if (BEGIN.matcher(statement.words()).matches()) {
        begun = true;
        ended = false;
      } else if (!TransactionControl.is(statement)) {
        boolean untilCommit =
            UNTIL_COMMIT.matcher(script.substring(statement.start(), statement.end())).find();
        if (ended || hasEnded || (untilCommit && committed && !begun)) {
          return false;
        }
        mustEnd |= untilCommit || NEW_VALUE.matcher(statement.words()).matches();
      } else if (COMMIT.matcher(statement.words()).matches()) {
        ended |= !begun;
        committed = true;
        hasEnded = mustEnd;
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
