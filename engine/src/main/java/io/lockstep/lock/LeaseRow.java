package io.lockstep.lock;

import io.lockstep.database.Relations;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The lease as the database shows it.
 *
 * @param expired by the database's clock
 */
public record LeaseRow(
    String holder,
    String token,
    Instant since,
    boolean expired,
    int sessionPid,
    Instant sessionStart) {
  /** What {@link #of} takes a row of; its parameter is the lock's name. */
  static final String QUERY =
      """
      select holder, token, locked_at, lock_until <= clock_timestamp() as expired, session_pid, session_start
        from lockstep.lease
       where name = :name
      """;

  /** Reads it; empty if nobody holds it, if it has run out, or if our tables don't exist yet. */
  public static Optional<LeaseRow> held(JdbcClient jdbc) {
    return Relations.exists(jdbc, "lockstep.lease")
        ? read(jdbc).filter(row -> !row.expired())
        : Optional.empty();
  }

  /** Whether a run may be under way: somebody holds it, and it has not run out. */
  public static boolean isHeld(JdbcClient jdbc) {
    return held(jdbc).isPresent();
  }

  /** Reads it, run out or not; empty if there is none. Our tables must exist. */
  public static Optional<LeaseRow> read(JdbcClient jdbc) {
    return jdbc.sql(QUERY).param("name", Lease.NAME).query((rs, i) -> of(rs)).optional();
  }

  /** Of a row of {@link #QUERY}. */
  static LeaseRow of(ResultSet rs) throws SQLException {
    return new LeaseRow(
        rs.getString("holder"),
        rs.getString("token"),
        rs.getObject("locked_at", OffsetDateTime.class).toInstant(),
        rs.getBoolean("expired"),
        rs.getInt("session_pid"),
        rs.getObject("session_start", OffsetDateTime.class).toInstant());
  }
}
