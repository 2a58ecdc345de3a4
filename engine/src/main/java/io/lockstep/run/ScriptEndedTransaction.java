package io.lockstep.run;

/** A script has ended the transaction of its step, by a COMMIT or ROLLBACK of its own. */
final class ScriptEndedTransaction extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ScriptEndedTransaction() {
    super("the script has ended the transaction of its step, with a COMMIT or ROLLBACK of its own");
  }
}
