package io.lockstep.run.report;

import java.sql.Connection;

/** Looks at a step before it commits. */
@FunctionalInterface
public interface StepObserver {
  /** Looks at nothing. */
  StepObserver NONE = connection -> {};

  /**
   * A migration's statements are done, and its transaction is still open; not called for a step
   * without a transaction, which has none that could be looked into.
   *
   * @param connection the migration's own; only to be read with
   */
  void beforeCommit(Connection connection);
}
