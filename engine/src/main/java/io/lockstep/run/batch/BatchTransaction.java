package io.lockstep.run.batch;

import java.sql.SQLException;

/** One batch of a step, in a transaction of its own; it can be tried again after a failure. */
@FunctionalInterface
public interface BatchTransaction {
  /**
   * Executes the step's statement, and commits.
   *
   * @param size the value of {@code :batch}
   * @return how many rows it has changed; if none, the step has committed with this batch
   */
  long execute(long size) throws SQLException;
}
