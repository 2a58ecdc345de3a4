package io.lockstep.run.statement;

/** A script has ended the transaction of its step with its own COMMIT or ROLLBACK. */
public final class ScriptEndedTransaction extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ScriptEndedTransaction() {
    super("the script has ended the transaction of its step, with a COMMIT or ROLLBACK of its own");
  }
}
