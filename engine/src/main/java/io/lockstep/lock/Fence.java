package io.lockstep.lock;

import io.lockstep.Exit;
import io.lockstep.Problem;
import io.lockstep.database.Session;
import java.sql.Connection;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.Supplier;

/**
 * Lets a transaction commit only for the holder of the lease (rule 1): the last statement of each
 * transaction locks the lease's row, so that from here to the end of the commit nobody can take the
 * lease over, and compares token and expiry by the database's clock. A process that was frozen and
 * wakes up late finds another token, or none, and rolls back.
 *
 * <p>The row's lock is a KEY SHARE lock, as that of a foreign key: it keeps the row from being
 * deleted, which a take-over does, and lets it be extended, however long the commit takes. It can
 * also be had under REPEATABLE READ and SERIALIZABLE, where a row that was extended meanwhile can't
 * be locked in any stronger way (manual, "Row-Level Locks"). Under these the row is seen as it was
 * when the transaction began, so that the time to which this process has extended it counts.
 */
public final class Fence {
  /** What its statement begins with, as pg_stat_activity shows it: a commit follows at once. */
  static final String MARK = "/* fence */";

  private final String token;
  private final Supplier<Instant> until;

  /**
   * @param until to when this process has extended the lease
   */
  Fence(String token, Supplier<Instant> until) {
    this.token = token;
    this.until = until;
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
                MARK
                    + """
                 select 1
                  from lockstep.lease
                 where name = :name and token = :token
                   and case pg_catalog.current_setting('transaction_isolation')
                            when 'read committed' then lock_until
                            else greatest(lock_until, :until) end > clock_timestamp()
                   for key share
                """)
            .param("name", Lease.NAME)
            .param("token", token)
            .param("until", until.get().atOffset(ZoneOffset.UTC))
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
        "Run the same command again.");
  }
}
