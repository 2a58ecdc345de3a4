package io.lockstep.run.statement;

/**
 * The server has refused a step's first statement in a transaction for a reason that its text does
 * not show: a procedure that commits, an index of a partitioned table. Nothing was done yet.
 */
public final class TransactionRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TransactionRefused(Exception cause) {
    super(cause);
  }
}
