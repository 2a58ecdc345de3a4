package io.lockstep.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.postgresql.PGConnection;

/**
 * The result of a session's first statement.
 *
 * @param server the session at the other end
 * @param obstacle the reason why nothing can be migrated on it, as far as this was checked
 * @param ownTables true if Lockstep's own tables exist, as far as this was checked
 * @param sessionSettings empty if none were applied: nobody asked for them, or a pooler may be in
 *     between that would pass them on to other clients
 */
record SessionStart(
    ServerSession server,
    Optional<MigrationBlocker> obstacle,
    boolean ownTables,
    Optional<SessionSettings> sessionSettings) {
  /** Reads, and sets nothing. */
  static SessionStart of(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select pg_catalog.pg_backend_pid() as pid, pg_catalog.pg_is_in_recovery() as standby, "
                    + SessionQuery.OWN_START
                    + " as backend_start")) {
      row.next();
      Optional<MigrationBlocker> obstacle =
          row.getBoolean("standby") ? Optional.of(MigrationBlocker.STANDBY) : Optional.empty();
      return new SessionStart(server(connection, row), obstacle, false, Optional.empty());
    }
  }

  /**
   * Reads, and applies the settings if the answering process is the one that the connection began
   * with: a pooler answers the start of a connection itself, with a process id of its own.
   */
  static SessionStart settled(Connection connection, Duration lockTimeout, String timeZone)
      throws SQLException {
    int announced = connection.unwrap(PGConnection.class).getBackendPID();
    String direct = "pg_catalog.pg_backend_pid() operator(pg_catalog.=) " + announced;
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(SessionQuery.of(connection, lockTimeout, direct))) {
      row.next();
      int pid = row.getInt("pid");
      Optional<SessionSettings> sessionSettings =
          pid == announced
              ? Optional.of(new SessionSettings(connection, row, timeZone))
              : Optional.empty();
      Optional<MigrationBlocker> obstacle = obstacle(row);
      boolean ownTables = row.getBoolean("own_tables");
      return new SessionStart(server(connection, row), obstacle, ownTables, sessionSettings);
    }
  }

  /**
   * A role that becomes another one at login (ALTER ROLE … SET role) may lack the right to see when
   * its own session began. The role that logged in has it.
   */
  private static ServerSession server(Connection connection, ResultSet row) throws SQLException {
    int pid = row.getInt("pid");
    OffsetDateTime start = row.getObject("backend_start", OffsetDateTime.class);
    return new ServerSession(
        pid, (start == null ? startAsLogin(connection, pid) : start).toInstant());
  }

  private static OffsetDateTime startAsLogin(Connection connection, int pid) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select a.backend_start from " + ServerSessions.activity("?", "a"))) {
      statement.setInt(1, pid);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getObject(1, OffsetDateTime.class);
      }
    }
  }

  private static Optional<MigrationBlocker> obstacle(ResultSet row) throws SQLException {
    if (row.getBoolean("standby")) {
      return Optional.of(MigrationBlocker.STANDBY);
    }
    if (row.getBoolean("read_only")) {
      return Optional.of(MigrationBlocker.READ_ONLY);
    }
    return row.getString("role").contains("'")
        ? Optional.of(MigrationBlocker.APOSTROPHE)
        : Optional.empty();
  }
}
