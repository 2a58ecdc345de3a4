package io.lockstep.lock;

import io.lockstep.database.ServerSession;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The lease as the database shows it.
 *
 * @param expired true if it has expired, by the database's clock
 * @param control the session that holds the lock
 * @param work the session that runs the migrations, once there is one
 */
public record LeaseRow(
    String holder,
    String token,
    Instant since,
    boolean expired,
    ServerSession control,
    Optional<ServerSession> work) {
  /** All sessions of the holder. */
  List<ServerSession> sessions() {
    return Stream.concat(Stream.of(control), work.stream()).toList();
  }

  /** Reads a row of {@link LeaseTable#QUERY}. */
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
