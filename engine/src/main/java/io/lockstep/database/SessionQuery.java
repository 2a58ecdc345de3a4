package io.lockstep.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The query that reads a session's start and applies its settings in the same statement, since most
 * runs have nothing else to do. It sets nothing before it has read everything. Its columns {@code
 * search_path}, {@code statement_timeout}, {@code transaction_timeout}, {@code time_zone} and
 * {@code date_style} are the administrator's; {@code zone_for} tells for whom he has set the time
 * zone; {@code again} has the calls that set the same values once more. Those that begin with
 * {@code login_} are what a login of this role in this database begins with.
 */
final class SessionQuery {
  /** The time that a session that is idle in a transaction has at least. */
  static final int LEAST_IDLE_MILLIS = 60_000;

  static final int TRANSACTION_TIMEOUT_SINCE = 17;
  private static final int IDLE_SESSION_SINCE = 14;
  private static final int CONNECTION_CHECK_SINCE = 14;

  /** The start of this session, in SQL; null if the current role may not see it. */
  static final String OWN_START =
      "(select backend_start from pg_catalog.pg_stat_get_activity(pg_catalog.pg_backend_pid()))";

  /** The role that has logged in, in SQL; pg_roles is a view that takes longer to plan. */
  private static final String LOGIN_ROLE =
      "pg_catalog.quote_ident(session_user)::pg_catalog.regrole::pg_catalog.oid";

  private static final String LOGIN_DATABASE =
      "(select oid from pg_catalog.pg_database where datname operator(pg_catalog.=) pg_catalog.current_database())";

  private static final String OF_LOGIN =
      """
      setrole operator(pg_catalog.=) any (array[0, %s]::pg_catalog.oid[])
             and setdatabase operator(pg_catalog.=) any (array[0, %s]::pg_catalog.oid[])\
      """;

  /** Asked with each script, so the two are given as numbers then. */
  private static final String LOGIN_SETTINGS =
      """
      (select pg_catalog.string_agg(pg_catalog.concat_ws(' ', setdatabase, setrole, setconfig), ' ' order by setdatabase, setrole)
         from pg_catalog.pg_db_role_setting
        where %s)\
      """
          .formatted(OF_LOGIN);

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

  private SessionQuery() {}

  /**
   * Returns it for this connection's server.
   *
   * @param settle a condition in SQL, true if anything is to be set
   */
  static String of(Connection connection, Duration lockTimeout, String settle) throws SQLException {
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
           where %s
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
               (select value from configured where name operator(pg_catalog.=) 'datestyle' order by rank desc limit 1) as date_style,
               %s as login_role, %s as login_database, %s as login_settings
          from administrators cross join settled
        """
        .formatted(
            LEAST_IDLE_MILLIS,
            LEAST_IDLE_MILLIS,
            lockTimeout.toMillis(),
            newer,
            server >= CONNECTION_CHECK_SINCE ? CONNECTION_CHECK : "",
            OF_LOGIN.formatted(LOGIN_ROLE, LOGIN_DATABASE),
            settle,
            OWN_START,
            LOGIN_ROLE,
            LOGIN_DATABASE,
            LOGIN_SETTINGS.formatted(LOGIN_ROLE, LOGIN_DATABASE));
  }

  /**
   * The settings that a login begins with, in SQL, as one text; null if there are none.
   *
   * @param found a row of this query, of the same login
   */
  static String loginSettings(ResultSet found) throws SQLException {
    return LOGIN_SETTINGS.formatted(found.getLong("login_role"), found.getLong("login_database"));
  }
}
