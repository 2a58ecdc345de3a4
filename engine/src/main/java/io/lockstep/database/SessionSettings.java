package io.lockstep.database;

import io.lockstep.sql.Identifier;
import io.lockstep.sql.Literal;
import io.lockstep.sql.ScriptEnd;
import io.lockstep.sql.SetConfig;
import io.lockstep.sql.SimpleProtocol;
import io.lockstep.sql.TimeZone;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings that an administrator has made for the role or the database (ALTER ROLE … SET), and
 * the parts of a run to which they apply:
 *
 * <ul>
 *   <li>Lockstep's own statements, and a session that waits, are not cut off by statement_timeout,
 *       transaction_timeout (17) or idle_session_timeout (14), like pg_dump's and autovacuum's
 *       (setup_connection in pg_dump.c, do_autovacuum's caller in autovacuum.c): the lock must
 *       outlive a long migration. Waits for a lock are always limited. A session that is idle in a
 *       transaction gets at least the minute that a slow node may need, but the server may end it
 *       then: a frozen process must not keep a table locked.
 *   <li>A migration's script runs under the administrator's settings, except lock_timeout, which is
 *       the run's: an administrator who limits statements means the long ones too. The script can
 *       override this with SET LOCAL. No setting that a script makes reaches the next one.
 *   <li>Lockstep's own statements find pg_catalog first, whatever is in the search path; the path
 *       follows, since the administrator's triggers may need it. Scripts have their schema and then
 *       that path, as in Flyway. Lockstep's own statements read and write times in UTC.
 *   <li>A script has the time zone and the DateStyle of the role or the database, never the
 *       machine's, which the driver sends when it connects. That hides the values of the server's
 *       configuration file (pgjdbc 2311, 2927, 3531).
 * </ul>
 */
public final class SessionSettings {
  /**
   * Does the work of DISCARD ALL, which can't run in a transaction, except for settings (manual,
   * DISCARD): a script inherits nothing from the one before it.
   */
  private static final String AS_NEW = "close all; discard temp; discard sequences; ";

  /** The rest of that; it would take the driver's prepared statements away, too. */
  private static final String WITHOUT_STATEMENTS = "deallocate all; ";

  /** True if a script has left a prepared statement. The driver's are not from SQL. */
  private static final String HAS_STATEMENTS =
      ", exists (select from pg_catalog.pg_prepared_statements where from_sql)";

  /** The rest of that, in a select list. */
  private static final String UNLOCKED = ", pg_catalog.pg_advisory_unlock_all()";

  private final SimpleProtocol server;
  private final String searchPath;
  private final String statementTimeout;
  private final Optional<String> transactionTimeout;
  private final TimeZone timeZone;
  private final Optional<String> dateStyle;
  private final Optional<String> loginSettings;
  private final String own;
  private boolean outdated;
  private boolean used;
  private boolean mayHaveStatements;

  /**
   * @param found a row of {@link SessionQuery}, whose settings were made
   * @param defaultTimeZone of scripts, if none is configured in the database
   */
  SessionSettings(Connection connection, ResultSet found, String defaultTimeZone)
      throws SQLException {
    this.server = new SimpleProtocol(connection);
    this.searchPath = found.getString("search_path");
    this.statementTimeout = found.getString("statement_timeout");
    this.transactionTimeout = Optional.ofNullable(found.getString("transaction_timeout"));
    this.timeZone =
        TimeZone.of(
            Optional.ofNullable(found.getString("time_zone")),
            found.getInt("zone_for"),
            defaultTimeZone);
    this.dateStyle = Optional.ofNullable(found.getString("date_style"));
    this.loginSettings = Optional.ofNullable(found.getString("login_settings"));
    this.own =
        "reset session authorization; reset role; reset all; unlisten *; " // counts from COMMIT on
            + "select pg_catalog.txid_current_if_assigned(), "
            + SessionQuery.loginSettings(found)
            + ", "
            + found.getString("again");
  }

  /**
   * Settings for a transaction that only reads and sees one moment. They end with it, so that a
   * pooler in transaction mode may be in between.
   */
  public static void ofReading(Connection connection, Duration lockTimeout) throws SQLException {
    String transactionTimeout =
        connection.getMetaData().getDatabaseMajorVersion() >= SessionQuery.TRANSACTION_TIMEOUT_SINCE
            ? "; set local transaction_timeout = 0"
            : "";
    String settings =
        """
        set transaction isolation level repeatable read, read only; set local search_path = pg_catalog; set local timezone = 'UTC';
        set local statement_timeout = 0; set local lock_timeout = %d; set local idle_in_transaction_session_timeout = %d
        """
                .formatted(lockTimeout.toMillis(), SessionQuery.LEAST_IDLE_MILLIS)
            + transactionTimeout;
    try (Statement statement = connection.createStatement()) {
      statement.execute(settings);
    }
  }

  /** Settings for Lockstep's own statements; they override all settings of a script. */
  public void ofOwnStatements() throws SQLException {
    compareLogin(server.row(own));
  }

  private void compareLogin(List<Optional<String>> row) {
    outdated |= !row.get(1).equals(loginSettings);
  }

  /**
   * True if a login begins with other settings by now, whoever has changed them, as the server said
   * when Lockstep's own statements began.
   */
  boolean isOutdated() {
    return outdated;
  }

  /**
   * Ends a script that ran in a transaction, as COMMIT would, and goes on with Lockstep's own
   * statements. Deferred constraints are checked, and cursors closed, under the role and settings
   * at the script's end, so that nothing is left that takes time, or fails, in the commit itself.
   * As there, statement_timeout does not count (finish_xact_command in postgres.c).
   *
   * @param table a table that must exist, quoted and with its schema
   * @throws SQLException of a constraint that is not fulfilled, among others
   */
  public ScriptEnd endOfScript(String table) throws SQLException {
    String there = ", pg_catalog.to_regclass(%s) is not null".formatted(Literal.of(table));
    List<Optional<String>> row;
    try {
      row = DeferredConstraints.checkThen(server, "close all; " + own + there + HAS_STATEMENTS);
    } catch (SQLException e) {
      rollBack(e); // the driver would not notice that client_encoding is its own again
      throw e;
    }
    compareLogin(row);
    mayHaveStatements = row.get(row.size() - 1).filter("f"::equals).isEmpty();
    return new ScriptEnd(
        row.get(0).map(Long::valueOf), row.get(row.size() - 2).filter("t"::equals).isPresent());
  }

  private void rollBack(SQLException because) {
    try {
      server.run("rollback");
    } catch (SQLException e) {
      because.addSuppressed(e); // the session is gone
    }
  }

  /**
   * Settings for a script: until the end of the transaction, or of the session if there is none.
   *
   * @param schema is first in the search path
   * @param lockTimeout of its statements; less if statement_timeout would end such a wait earlier,
   *     so that it would look like a statement that takes too long
   * @return the number of the transaction, if there is one
   */
  public Optional<Long> ofScript(String schema, Duration lockTimeout, boolean transaction)
      throws SQLException {
    String settings = SetConfig.calls(settings(schema, lockTimeout), transaction);
    StringBuilder sql = new StringBuilder();
    if (transaction && !server.isInTransaction()) {
      sql.append("begin; "); // as the driver does before the first statement
    }
    sql.append(used ? AS_NEW : "");
    sql.append(mayHaveStatements ? WITHOUT_STATEMENTS : "");
    sql.append("select " + (transaction ? "pg_catalog.txid_current(), " : "null, ") + settings);
    sql.append(used ? UNLOCKED : "");
    used = true;
    mayHaveStatements = true; // until its end says otherwise
    return server.row(sql.toString()).get(0).map(Long::valueOf);
  }

  /** Begins a transaction with the same settings, in which nothing has taken a snapshot yet. */
  public void ofLocks(String schema, Duration lockTimeout) throws SQLException {
    if (used) {
      server.run(AS_NEW + "select null" + UNLOCKED); // a temporary table hides another
    }
    server.run("begin; " + SetConfig.withoutSnapshot(settings(schema, lockTimeout)));
  }

  /**
   * The statement that restores a script's settings after its RESET or DISCARD, which goes back to
   * the values at the driver's connect, and not to those at the script's start. Values that the
   * script has set itself stay.
   */
  public String againForScript(String schema, Duration lockTimeout, boolean transaction) {
    Map<String, String> settings = settings(schema, lockTimeout);
    dateStyle.ifPresent(style -> settings.put("DateStyle", style));
    return SetConfig.unlessSet(settings, transaction);
  }

  /**
   * Sets the DateStyle of a script, if one is configured. The driver must not see it, because it
   * closes a connection whose dates are not in the ISO form.
   */
  public Optional<String> datesOfScript(boolean transaction) {
    return dateStyle.map(
        style -> "select " + SetConfig.calls(Map.of("DateStyle", style), transaction));
  }

  /** The time zone of scripts. */
  public TimeZone timeZone() {
    return timeZone;
  }

  private Map<String, String> settings(String schema, Duration lockTimeout) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("lock_timeout", withinStatements(lockTimeout.toMillis()) + "ms");
    settings.put("search_path", path(Identifier.quote(schema)));
    settings.put("TimeZone", timeZone.name());
    settings.put("statement_timeout", statementTimeout);
    transactionTimeout.ifPresent(timeout -> settings.put("transaction_timeout", timeout));
    return settings;
  }

  private long withinStatements(long lockTimeoutMillis) {
    long statementMillis = Long.parseLong(statementTimeout);
    return statementMillis == 0
        ? lockTimeoutMillis
        : Math.min(lockTimeoutMillis, Math.max(1, statementMillis * 3 / 4));
  }

  /** An empty path is none at all, or {@code ""}. */
  private String path(String first) {
    return searchPath.isBlank() ? first : first + ", " + searchPath;
  }
}
