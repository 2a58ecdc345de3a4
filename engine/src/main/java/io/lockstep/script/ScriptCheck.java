package io.lockstep.script;

import java.util.List;
import java.util.Optional;

/**
 * The check of a script's statements before it may run: no statement may end the step's own
 * transaction, and some can't run in a transaction at all.
 *
 * @param objection the reason why it can't be run; empty if it can
 * @param noTransaction true if it must run outside a transaction
 */
public record ScriptCheck(Optional<ScriptObjection> objection, boolean noTransaction) {
  /**
   * Checks a text. {@code declared} is true if its directive or its conf file asks to run it
   * outside a transaction.
   */
  public static ScriptCheck of(String text, boolean declared) {
    return of(text, declared, true);
  }

  /**
   * Does the same.
   *
   * @param standardStrings the session's standard_conforming_strings when the script begins
   */
  public static ScriptCheck of(String text, boolean declared, boolean standardStrings) {
    List<StatementPart> parts;
    try {
      parts = ScriptReader.parts(text, standardStrings);
    } catch (PsqlCommandException e) {
      return new ScriptCheck(
          Optional.of(new ScriptObjection(String.valueOf(e.getMessage()), "", false)), declared);
    }
    if (declared) {
      return new ScriptCheck(Optional.empty(), true);
    }
    Optional<StatementPart> control = parts.stream().filter(TransactionControl::is).findFirst();
    if (control.isPresent()) {
      return refused(
          new ScriptObjection(
              "line %d says %s, but a step is a transaction already and must commit whole"
                  .formatted(control.get().line(), control.get().first()),
              "take it out, as ./lockstep import does where it can; where something must be committed before the rest, make two files, or say \"-- lockstep: no-transaction\" on top",
              true));
    }
    Optional<StatementPart> readOnly =
        parts.stream()
            .takeWhile(part -> !part.first().equals("SAVEPOINT")) // which may take it back
            .filter(TransactionControl::makesReadOnly)
            .findFirst();
    if (readOnly.isPresent()) {
      return refused(
          new ScriptObjection(
              "line %d makes the step's transaction read only, but the step's row in the history is written in it"
                  .formatted(readOnly.get().line()),
              "take READ ONLY out",
              false));
    }
    boolean slotless = parts.stream().anyMatch(TransactionControl::leavesSlot);
    boolean outside = parts.stream().anyMatch(part -> mustBeOutside(part, slotless));
    return outside && parts.stream().anyMatch(part -> fitsInside(part, slotless))
        ? refused(
            new ScriptObjection(
                "mixes statements that must not run in a transaction with others",
                "put them in a file of their own, or write \"-- lockstep: no-transaction\" on top",
                false))
        : new ScriptCheck(Optional.empty(), outside);
  }

  private static boolean mustBeOutside(StatementPart part, boolean slotless) {
    return TransactionControl.mustBeOutside(part)
        && !(slotless && TransactionControl.dropsSubscription(part));
  }

  private static boolean fitsInside(StatementPart part, boolean slotless) {
    return !mustBeOutside(part, slotless) && !TransactionControl.onlySets(part);
  }

  private static ScriptCheck refused(ScriptObjection objection) {
    return new ScriptCheck(Optional.of(objection), false);
  }
}
