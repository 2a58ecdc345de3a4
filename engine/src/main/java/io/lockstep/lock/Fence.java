package io.lockstep.lock;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.database.Session;
import io.lockstep.sql.Literal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.Supplier;
import org.springframework.jdbc.UncategorizedSQLException;

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
  /** The beginning of its statement, as pg_stat_activity shows it: a commit follows at once. */
  static final String MARK = "/* fence */";

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
   * Checks that the lease is ours, and locks its row until the end of the transaction.
   *
   * @throws LockstepException ({@link ExitCode#LOCK_NOT_OBTAINED}) if the lease is another's, or
   *     has expired
   */
  void verify(Connection connection) {
    if (!isOurs(connection)) {
      throw lost();
    }
  }

  /**
   * Checks the lease and commits, in one message.
   *
   * @throws LockstepException ({@link ExitCode#LOCK_NOT_OBTAINED}) if the lease is another's, or
   *     has expired: the caller must roll back
   */
  public void commit(Session session) throws SQLException {
    String ours =
        LeaseTable.FENCE.formatted(
            Literal.of(Lease.NAME),
            Literal.of(token),
            Literal.of(until.get().toString()) + "::timestamptz");
    try {
      session.commitIf(
          MARK
              + " select coalesce(("
              + ours
              + "), pg_catalog.current_setting('"
              + LOST
              + "')::int)");
    } catch (SQLException e) {
      if (String.valueOf(e.getMessage()).contains(LOST)) {
        throw lost();
      }
      throw e;
    }
  }

  private boolean isOurs(Connection connection) {
    try (PreparedStatement statement =
        connection.prepareStatement(MARK + LeaseTable.FENCE.formatted("?", "?", "?"))) {
      statement.setString(1, Lease.NAME);
      statement.setString(2, token);
      statement.setObject(3, until.get().atOffset(ZoneOffset.UTC));
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    } catch (SQLException e) {
      throw new UncategorizedSQLException("passing the fence", null, e);
    }
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
