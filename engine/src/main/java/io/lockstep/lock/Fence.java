package io.lockstep.lock;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.database.Session;
import io.lockstep.sql.Literal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Lets a transaction commit only for the holder of the lease (rule 1). The last statement of each
 * transaction locks the lease's row, so that no process can take the lease over until the commit
 * ends, and compares token and expiry by the database's clock. A process that was frozen and wakes
 * up late finds another token, or none, and rolls back.
 *
 * <p>The row's lock is a KEY SHARE lock, like that of a foreign key: it keeps a take-over from
 * deleting the row, but lets the holder extend it, however long the commit takes. It also works
 * under REPEATABLE READ and SERIALIZABLE, where a row that was extended meanwhile can't be locked
 * in any stronger way (manual, "Row-Level Locks"). These show the row as it was when the
 * transaction began, so the expiry that this process has set last counts there.
 */
public final class Fence {
  /** No setting has this name, so reading it raises an error that contains the name. */
  private static final String LOST = "lockstep.lease_is_lost";

  private final String token;
  private final Supplier<Instant> until;

  /**
   * @param until the time to which this process has extended the lease
   */
  Fence(String token, Supplier<Instant> until) {
    this.token = token;
    this.until = until;
  }

  /**
   * Checks the lease and commits, in one message.
   *
   * @throws LockstepException ({@link ExitCode#LOCK_NOT_OBTAINED}) if the lease is another's, or
   *     has expired: the caller must roll back
   */
  public void commit(Session session) throws SQLException {
    try {
      session.commitIf(check());
    } catch (SQLException e) {
      if (String.valueOf(e.getMessage()).contains(LOST)) {
        throw lost();
      }
      throw e;
    }
  }

  /**
   * The query that fails unless the lease is ours, and locks its row until the transaction ends.
   */
  String check() {
    String ours =
        LeaseTable.FENCE.formatted(
            Literal.of(Lease.NAME),
            Literal.of(token),
            Literal.of(until.get().toString()) + "::timestamptz");
    return "select coalesce((" + ours + "), pg_catalog.current_setting('" + LOST + "')::int)";
  }

  /** The error for a lease that is no longer ours. */
  public static LockstepException lost() {
    return new LockstepException(
        ExitCode.LOCK_NOT_OBTAINED,
        "going on with the run",
        "the lock was lost: this process stood still, or lost its connection, for longer than its lease, and another may run now",
        "Run the same command again.");
  }
}
