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
 * What the first statement of a session finds.
 *
 * @param server the session at the other end
 * @param obstacle why nothing can be migrated on it, as far as was looked
 * @param ownTables whether Lockstep's own tables are there, as far as was looked
 * @param sessionSettings empty if the session has none yet: it was not asked for, or somebody may
 *     stand between who gives it to others
 */
record SessionStart(
    ServerSession server,
    Optional<MigrationBlocker> obstacle,
    boolean ownTables,
    Optional<SessionSettings> sessionSettings) {
  /** Looks, and sets nothing. */
  static SessionStart of(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select pg_catalog.pg_backend_pid() as pid, pg_catalog.pg_is_in_recovery() as standby, "
                    + SessionSettings.OWN_START
                    + " as backend_start")) {
      row.next();
      Optional<MigrationBlocker> obstacle =
          row.getBoolean("standby") ? Optional.of(MigrationBlocker.STANDBY) : Optional.empty();
      return new SessionStart(server(connection, row), obstacle, false, Optional.empty());
    }
  }

  /**
   * Looks, and settles the session if the process that answers is the one that the connection began
   * with: a pooler answers the beginning itself, with a process id of its own making.
   */
  static SessionStart settled(Connection connection, Duration lockTimeout, String timeZone)
      throws SQLException {
    int announced = connection.unwrap(PGConnection.class).getBackendPID();
    String direct = "pg_catalog.pg_backend_pid() operator(pg_catalog.=) " + announced;
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(SessionSettings.query(connection, lockTimeout, direct))) {
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
   * A role that becomes another one at login (ALTER ROLE … SET role) may not be allowed to see when
   * its own session began. The role that logged in may.
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
