package io.lockstep.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What an administrator has set for the role or the database (ALTER ROLE … SET), and for what of a
 * run it goes:
 *
 * <ul>
 *   <li>Lockstep's own statements, and a session that waits, are not cut off by statement_timeout,
 *       transaction_timeout (17) or idle_session_timeout (14), like pg_dump's and autovacuum's
 *       (setup_connection in pg_dump.c, do_autovacuum's caller in autovacuum.c): the lock must
 *       outlive a long migration. Waits for a lock are always limited. A session that is idle in a
 *       transaction gets at least the minute that a slow node may need, but may be ended: a frozen
 *       process must not keep a table locked.
 *   <li>A migration's script runs under what the administrator has set, but for lock_timeout, which
 *       is the run's: whoever limits statements means the long ones. The script can say otherwise
 *       with SET LOCAL. Nothing that a script sets goes on to the next.
 *   <li>Lockstep's own statements find pg_catalog first, whatever is in the search path; the path
 *       follows, since triggers of the administrator's may need it. Scripts have their schema and
 *       then that path, as Flyway has it.
 * </ul>
 */
public final class Surroundings {
  private static final int LEAST_IDLE_MILLIS = 60_000;
  private static final int IDLE_SESSION_SINCE = 14;
  private static final int TRANSACTION_TIMEOUT_SINCE = 17;

  private final Connection connection;
  private final Map<String, String> presets;
  private final String own;

  private Surroundings(Connection connection, Map<String, String> presets, String own) {
    this.connection = connection;
    this.presets = presets;
    this.own = own;
  }

  /** Reads what is set; the session must be ours alone, and nothing may have been set in it yet. */
  static Surroundings of(Connection connection, JdbcClient jdbc, Duration lockTimeout)
      throws SQLException {
    Map<String, String> presets = new HashMap<>();
    List<String> own = new ArrayList<>();
    own.add("reset session authorization");
    own.add("reset role");
    own.add("reset all");
    jdbc.sql(
            """
            select name, setting, reset_val,
                   source operator(pg_catalog.=) 'session'
                     and name operator(pg_catalog.<>) all ('{role,session_authorization}'::pg_catalog.text[]) as ours
              from pg_catalog.pg_settings
             where source operator(pg_catalog.=) 'session'
                or name operator(pg_catalog.=) any ('{search_path,statement_timeout,transaction_timeout,idle_in_transaction_session_timeout}'::pg_catalog.text[])
            """)
        .query(
            rs -> {
              presets.put(rs.getString("name"), rs.getString("reset_val"));
              if (rs.getBoolean("ours")) {
                own.add("set " + rs.getString("name") + " = " + literal(rs.getString("setting")));
              }
            });
    own.add(
        "select pg_catalog.set_config('search_path', %s, false)"
            .formatted(literal(path("pg_catalog", presets) + ", pg_temp")));
    own.add("set statement_timeout = 0");
    own.add("set lock_timeout = " + lockTimeout.toMillis());
    int idle = Integer.parseInt(presets.getOrDefault("idle_in_transaction_session_timeout", "0"));
    if (idle > 0 && idle < LEAST_IDLE_MILLIS) {
      own.add("set idle_in_transaction_session_timeout = " + LEAST_IDLE_MILLIS);
    }
    int server = connection.getMetaData().getDatabaseMajorVersion();
    if (server >= IDLE_SESSION_SINCE) {
      own.add("set idle_session_timeout = 0");
    }
    if (server >= TRANSACTION_TIMEOUT_SINCE) {
      own.add("set transaction_timeout = 0");
    }
    return new Surroundings(connection, presets, String.join("; ", own));
  }

  /**
   * For a transaction that only reads and sees one moment: nothing is set beyond its end, so that a
   * pooler in transaction mode may stand between.
   */
  public static void ofReading(Connection connection, Duration lockTimeout) throws SQLException {
    String transactionTimeout =
        connection.getMetaData().getDatabaseMajorVersion() >= TRANSACTION_TIMEOUT_SINCE
            ? "; set local transaction_timeout = 0"
            : "";
    execute(
        connection,
        """
        set transaction isolation level repeatable read, read only; set local search_path = pg_catalog;
        set local statement_timeout = 0; set local lock_timeout = %d; set local idle_in_transaction_session_timeout = %d
        """
                .formatted(lockTimeout.toMillis(), LEAST_IDLE_MILLIS)
            + transactionTimeout);
  }

  /** For Lockstep's own statements; whatever a script has set is gone. */
  public void ofOwnStatements() throws SQLException {
    execute(connection, own);
  }

  /**
   * For a script: until the end of the transaction, or of the session if there is none.
   *
   * @param schema is first in the search path
   * @param lockTimeout of its statements; zero for none
   */
  public void ofScript(String schema, Duration lockTimeout, boolean transaction) {
    String timeouts =
        presets.containsKey("transaction_timeout")
            ? ", pg_catalog.set_config('transaction_timeout', :transaction_timeout, :local)"
            : "";
    Session.jdbcOn(connection)
        .sql(
            """
            select pg_catalog.set_config('lock_timeout', :lock_timeout, :local),
                   pg_catalog.set_config('statement_timeout', :statement_timeout, :local),
                   pg_catalog.set_config('search_path', :search_path, :local)
            """
                + timeouts)
        .param("lock_timeout", lockTimeout.toMillis() + "ms")
        .param("statement_timeout", presets.get("statement_timeout"))
        .param("transaction_timeout", presets.getOrDefault("transaction_timeout", "0"))
        .param("search_path", path(Identifier.quote(schema), presets))
        .param("local", transaction)
        .query()
        .singleRow();
  }

  /** An empty path is none at all, or {@code ""}. */
  private static String path(String first, Map<String, String> presets) {
    String rest = presets.getOrDefault("search_path", "");
    return rest.isBlank() ? first : first + ", " + rest;
  }

  private static String literal(String value) {
    return "'" + value.replace("'", "''") + "'";
  }

  private static void execute(Connection connection, String statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(statements);
    }
  }
}
