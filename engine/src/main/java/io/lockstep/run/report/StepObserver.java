package io.lockstep.run.report;

import java.sql.Connection;

/** Sees steps before they commit. */
@FunctionalInterface
public interface StepObserver {
  /** Does nothing. */
  StepObserver NONE = connection -> {};

  /**
   * Called after a script's last statement, in its open transaction; never for an undo or for a
   * step without a transaction.
   *
   * @param connection the step's connection, only for reading
   */
  void beforeCommit(Connection connection);
}
