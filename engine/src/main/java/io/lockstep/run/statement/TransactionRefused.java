package io.lockstep.run.statement;

/**
 * The server has refused to run a step's first statement in a transaction, which no text could
 * tell: a procedure that commits, say, or an index of a partitioned table. Nothing was done yet.
 */
public final class TransactionRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TransactionRefused(Exception cause) {
    super(cause);
  }
}
