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
    List<StatementPart> parts;
    try {
      parts = ScriptReader.parts(text);
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
    boolean outside = parts.stream().anyMatch(TransactionControl::mustBeOutside);
    return outside && parts.stream().anyMatch(ScriptCheck::fitsInside)
        ? refused(
            new ScriptObjection(
                "mixes statements that must not run in a transaction with others",
                "put them in a file of their own, or write \"-- lockstep: no-transaction\" on top",
                false))
        : new ScriptCheck(Optional.empty(), outside);
  }

  private static boolean fitsInside(StatementPart part) {
    return !TransactionControl.mustBeOutside(part) && !TransactionControl.onlySets(part);
  }

  private static ScriptCheck refused(ScriptObjection objection) {
    return new ScriptCheck(Optional.of(objection), false);
  }
}
