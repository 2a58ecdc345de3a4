package io.lockstep.lock;

import io.lockstep.database.Relations;
import io.lockstep.database.ServerSession;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The lease as the database shows it.
 *
 * @param expired by the database's clock
 * @param control the session that holds the lock
 * @param work the session that migrations run on, once there is one
 */
public record LeaseRow(
    String holder,
    String token,
    Instant since,
    boolean expired,
    ServerSession control,
    Optional<ServerSession> work) {
  /**
   * What {@link #of} takes a row of; its parameter is the lock's name. The tables of an older
   * Lockstep have no work_… columns.
   */
  static final String QUERY =
      """
      select holder, token, locked_at, lock_until <= clock_timestamp() as expired, session_pid, session_start,
             (to_jsonb(lease) ->> 'work_pid')::int as work_pid,
             (to_jsonb(lease) ->> 'work_start')::timestamptz as work_start
        from lockstep.lease
       where name = :name
      """;

  /** All sessions of the holder. */
  List<ServerSession> sessions() {
    return Stream.concat(Stream.of(control), work.stream()).toList();
  }

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
    int workPid = rs.getInt("work_pid");
    return new LeaseRow(
        rs.getString("holder"),
        rs.getString("token"),
        instant(rs, "locked_at").orElseThrow(),
        rs.getBoolean("expired"),
        new ServerSession(rs.getInt("session_pid"), instant(rs, "session_start").orElseThrow()),
        instant(rs, "work_start").map(start -> new ServerSession(workPid, start)));
  }

  private static Optional<Instant> instant(ResultSet rs, String column) throws SQLException {
    return Optional.ofNullable(rs.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
