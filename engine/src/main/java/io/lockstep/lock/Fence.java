package io.lockstep.lock;

import io.lockstep.Exit;
import io.lockstep.Problem;
import io.lockstep.database.Session;
import java.sql.Connection;

/**
 * Lets a transaction commit only for the holder of the lease (rule 1): the last statement of each
 * step locks the lease's row, so that from here to the commit nobody can take the lease over, and
 * compares token and expiry by the database's clock. A process that was frozen and wakes up late
 * finds another token, or none, and rolls back.
 *
 * <p>It comes last, and not first, because the row's lock would otherwise stop the lease from being
 * extended for as long as a step takes.
 */
public final class Fence {
  private final String token;

  Fence(String token) {
    this.token = token;
  }

  /**
   * Passes, or throws, which rolls the transaction back.
   *
   * @throws Problem ({@link Exit#LOCK_NOT_OBTAINED}) if the lease is another's, or has run out
   */
  public void pass(Connection connection) {
    boolean ours =
        Session.jdbcOn(connection)
            .sql(
                """
                select 1
                  from lockstep.lease
                 where name = :name and token = :token and lock_until > clock_timestamp()
                   for update
                """)
            .param("name", Lease.NAME)
            .param("token", token)
            .query(Integer.class)
            .optional()
            .isPresent();
    if (!ours) {
      throw lost();
    }
  }

  /** What is said when the lease is no longer ours. */
  public static Problem lost() {
    return new Problem(
        Exit.LOCK_NOT_OBTAINED,
        "going on with the run",
        "the lock was lost: this process stood still, or lost its connection, for longer than its lease, and another may run now",
        "The step under way was rolled back. Run the same command again.");
  }
}
