package io.lockstep.run;

/**
 * The server has refused to run a step's first statement in a transaction, which no text could
 * tell: a procedure that commits, say, or an index of a partitioned table. Nothing was done yet.
 */
final class TransactionRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TransactionRefused(Exception cause) {
    super(cause);
  }

  /** Whether it is behind this exception. */
  static boolean isBehind(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof TransactionRefused) {
        return true;
      }
    }
    return false;
  }
}
