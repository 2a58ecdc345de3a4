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
   * Does the work of DISCARD ALL, which can't run in a transaction, except for settings and
   * sequences' last values (manual, DISCARD): a script inherits nothing from the one before it.
   */
  private static final String AS_NEW = "close all; discard temp; ";

  /** The rest of that; it would take the driver's prepared statements away, too. */
  private static final String WITHOUT_STATEMENTS = "deallocate all; ";

  /** True if a script has left a prepared statement. The driver's are not from SQL. */
  private static final String HAS_STATEMENTS =
      ", exists (select from pg_catalog.pg_prepared_statements where from_sql)";

  /** The rest of that, in a select list. */
  private static final String UNLOCKED = ", pg_catalog.pg_advisory_unlock_all()";

  private static final int LEAST_IDLE_MILLIS = 60_000;
  private static final int IDLE_SESSION_SINCE = 14;
  private static final int TRANSACTION_TIMEOUT_SINCE = 17;
  private static final int CONNECTION_CHECK_SINCE = 14;

  /** The start of this session, in SQL; null if the current role may not see it. */
  static final String OWN_START =
      "(select backend_start from pg_catalog.pg_stat_get_activity(pg_catalog.pg_backend_pid()))";

  /**
   * Makes the server end a statement within this time if its client is gone, and not only when it
   * has a row to send. Not every platform supports it; the others refuse the setting (manual,
   * "Connection Settings").
   */
  private static final String CONNECTION_CHECK =
      """
          union all
          select 2, 'client_connection_check_interval', '1000' where pg_catalog.version() operator(pg_catalog.~) 'linux'
      """;

  private final SimpleProtocol server;
  private final String searchPath;
  private final String statementTimeout;
  private final Optional<String> transactionTimeout;
  private final TimeZone timeZone;
  private final Optional<String> dateStyle;
  private final String own;
  private boolean used;
  private boolean mayHaveStatements;

  /**
   * @param found a row of {@link #query}, whose settings were made
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
    this.own =
        "reset session authorization; reset role; reset all; unlisten *; " // counts from COMMIT on
            + "select pg_catalog.txid_current_if_assigned(), "
            + found.getString("again");
  }

  /**
   * The query that reads a session's start and applies its settings in the same statement, since
   * most runs have nothing else to do. It sets nothing before it has read everything. Its columns
   * {@code search_path}, {@code statement_timeout}, {@code transaction_timeout}, {@code time_zone}
   * and {@code date_style} are the administrator's; {@code zone_for} tells for whom he has set the
   * time zone; {@code again} has the calls that set the same values once more.
   *
   * @param settle a condition in SQL, true if anything is to be set
   */
  static String query(Connection connection, Duration lockTimeout, String settle)
      throws SQLException {
    int server = connection.getMetaData().getDatabaseMajorVersion();
    String newer = server >= IDLE_SESSION_SINCE ? ", (2, 'idle_session_timeout', '0')" : "";
    newer += server >= TRANSACTION_TIMEOUT_SINCE ? ", (2, 'transaction_timeout', '0')" : "";
    return """
        with preset as materialized (
          select name, setting, reset_val,
                 source operator(pg_catalog.=) 'session'
                   and name operator(pg_catalog.<>) all ('{role,session_authorization}'::pg_catalog.text[]) as ours
            from pg_catalog.pg_settings
           where source operator(pg_catalog.=) 'session'
              or name operator(pg_catalog.=) any ('{search_path,statement_timeout,transaction_timeout,idle_in_transaction_session_timeout}'::pg_catalog.text[])
        ), administrators as materialized (
          select pg_catalog.max(reset_val) filter (where name operator(pg_catalog.=) 'search_path') as search_path,
                 pg_catalog.max(reset_val) filter (where name operator(pg_catalog.=) 'statement_timeout') as statement_timeout,
                 pg_catalog.max(reset_val) filter (where name operator(pg_catalog.=) 'transaction_timeout') as transaction_timeout,
                 pg_catalog.max(reset_val) filter (where name operator(pg_catalog.=) 'idle_in_transaction_session_timeout')::pg_catalog.int4 as idle
            from preset
        ), wanted (rank, name, value) as materialized (
          select 1, name, setting from preset where ours
          union all
          select 2, 'search_path', pg_catalog.concat_ws(', ', 'pg_catalog', case when pg_catalog.btrim(search_path) operator(pg_catalog.<>) '' then search_path end, 'pg_temp')
            from administrators
          union all
          select 2, 'idle_in_transaction_session_timeout', '%d' from administrators where idle operator(pg_catalog.>) 0 and idle operator(pg_catalog.<) %d
          union all
          values (2, 'statement_timeout', '0'), (2, 'lock_timeout', '%d'), (2, 'TimeZone', 'UTC')%s
        %s), configured (name, value, rank) as materialized (
          select pg_catalog.lower(pg_catalog.split_part(setting, '=', 1)), pg_catalog.substr(setting, pg_catalog.strpos(setting, '=') operator(pg_catalog.+) 1),
                 case when setrole operator(pg_catalog.=) 0 then 0 else 2 end operator(pg_catalog.+) case when setdatabase operator(pg_catalog.=) 0 then 0 else 1 end
            from pg_catalog.pg_db_role_setting cross join lateral pg_catalog.unnest(setconfig) as u (setting)
           where (setrole operator(pg_catalog.=) 0 or setrole operator(pg_catalog.=) (select oid from pg_catalog.pg_roles where rolname operator(pg_catalog.=) session_user))
             and (setdatabase operator(pg_catalog.=) 0 or setdatabase operator(pg_catalog.=) (select oid from pg_catalog.pg_database where datname operator(pg_catalog.=) pg_catalog.current_database()))
        ), settled as materialized (
          select pg_catalog.string_agg(pg_catalog.format('pg_catalog.set_config(%%L, %%L, false)', name, value), ', ') as again,
                 pg_catalog.count(case when %s then pg_catalog.set_config(name, value, false) end)
            from (select name, value from wanted order by rank) in_order
        )
        select pg_catalog.pg_backend_pid() as pid, pg_catalog.pg_is_in_recovery() as standby,
               pg_catalog.current_setting('transaction_read_only')::pg_catalog.bool as read_only, current_user as role,
               exists (select from pg_catalog.pg_class
                        where relname operator(pg_catalog.=) 'applied'
                          and relnamespace operator(pg_catalog.=)
                              (select oid from pg_catalog.pg_namespace where nspname operator(pg_catalog.=) 'lockstep')) as own_tables,
               %s as backend_start, search_path, statement_timeout, transaction_timeout, again,
               (select value from configured where name operator(pg_catalog.=) 'timezone' order by rank desc limit 1) as time_zone,
               (select rank from configured where name operator(pg_catalog.=) 'timezone' order by rank desc limit 1) as zone_for,
               (select value from configured where name operator(pg_catalog.=) 'datestyle' order by rank desc limit 1) as date_style
          from administrators cross join settled
        """
        .formatted(
            LEAST_IDLE_MILLIS,
            LEAST_IDLE_MILLIS,
            lockTimeout.toMillis(),
            newer,
            server >= CONNECTION_CHECK_SINCE ? CONNECTION_CHECK : "",
            settle,
            OWN_START);
  }

  /**
   * Settings for a transaction that only reads and sees one moment. They end with it, so that a
   * pooler in transaction mode may be in between.
   */
  public static void ofReading(Connection connection, Duration lockTimeout) throws SQLException {
    String transactionTimeout =
        connection.getMetaData().getDatabaseMajorVersion() >= TRANSACTION_TIMEOUT_SINCE
            ? "; set local transaction_timeout = 0"
            : "";
    String settings =
        """
        set transaction isolation level repeatable read, read only; set local search_path = pg_catalog; set local timezone = 'UTC';
        set local statement_timeout = 0; set local lock_timeout = %d; set local idle_in_transaction_session_timeout = %d
        """
                .formatted(lockTimeout.toMillis(), LEAST_IDLE_MILLIS)
            + transactionTimeout;
    try (Statement statement = connection.createStatement()) {
      statement.execute(settings);
    }
  }

  /** Settings for Lockstep's own statements; they override all settings of a script. */
  public void ofOwnStatements() throws SQLException {
    server.run(own);
  }

  /**
   * Ends a script that ran in a transaction, as COMMIT would, and goes on with Lockstep's own
   * statements. Deferred constraints are checked, and cursors closed, under the role and settings
   * at the script's end, so that nothing is left that takes time, or fails, in the commit itself.
   *
   * @param table a table that must exist, quoted and with its schema
   * @throws SQLException of a constraint that is not fulfilled, among others
   */
  public ScriptEnd endOfScript(String table) throws SQLException {
    String there = ", pg_catalog.to_regclass(%s) is not null".formatted(Literal.of(table));
    List<Optional<String>> row =
        server.row("set constraints all immediate; close all; " + own + there + HAS_STATEMENTS);
    mayHaveStatements = row.get(row.size() - 1).filter("f"::equals).isEmpty();
    return new ScriptEnd(
        row.get(0).map(Long::valueOf), row.get(row.size() - 2).filter("t"::equals).isPresent());
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
