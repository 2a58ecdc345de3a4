package io.lockstep.lock;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.database.Literal;
import io.lockstep.database.Session;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.Supplier;
import org.springframework.jdbc.UncategorizedSQLException;

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

  /** No setting has this name, so that who asks for it gets an error that has it, too. */
  private static final String LOST = "lockstep.lease_is_lost";

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
   * Looks whether the lease is ours, and locks its row until the end of the transaction.
   *
   * @throws LockstepException ({@link ExitCode#LOCK_NOT_OBTAINED}) if the lease is another's, or
   *     has run out
   */
  void verify(Connection connection) {
    if (!isOurs(connection)) {
      throw lost();
    }
  }

  /**
   * Commits if it may, in one message.
   *
   * @throws LockstepException ({@link ExitCode#LOCK_NOT_OBTAINED}) if the lease is another's, or
   *     has run out: all is to be rolled back
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

  /** What is said when the lease is no longer ours. */
  public static LockstepException lost() {
    return new LockstepException(
        ExitCode.LOCK_NOT_OBTAINED,
        "going on with the run",
        "the lock was lost: this process stood still, or lost its connection, for longer than its lease, and another may run now",
        "Run the same command again.");
  }
}
