package io.lockstep.run.batch;

import java.sql.SQLException;

/** One batch of a step, in a transaction of its own; it can be tried again after a failure. */
@FunctionalInterface
public interface BatchTransaction {
  /**
   * Executes the step's statement, and commits if it has changed a row, or if none is left.
   *
   * @param size the value of {@code :batch}
   * @param atOneMoment true if it must fail where another session changes its rows meanwhile. Under
   *     READ COMMITTED the statement passes over rows that no longer fulfil its condition, so it
   *     may change none although many are left.
   * @return how many rows it has changed; if none and at one moment, the step has committed
   */
  long execute(long size, boolean atOneMoment) throws SQLException;
}
