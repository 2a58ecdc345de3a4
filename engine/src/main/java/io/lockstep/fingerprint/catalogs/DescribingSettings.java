package io.lockstep.fingerprint.catalogs;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The settings on which PostgreSQL's own texts depend, like pg_dump's (setup_connection in
 * pg_dump.c), for one transaction; JIT compilation off, which would take longer than the queries;
 * and plans that are made once for a prepared query, since its parameters change nothing about
 * them.
 */
public final class DescribingSettings {
  /** A condition that makes them, once it is evaluated. */
  public static final String CONDITION =
      """
          pg_catalog.set_config('search_path', 'pg_catalog', true) is not null
      and pg_catalog.set_config('jit', 'off', true) is not null
      and pg_catalog.set_config('timezone', 'UTC', true) is not null
      and pg_catalog.set_config('datestyle', 'ISO, MDY', true) is not null
      and pg_catalog.set_config('intervalstyle', 'postgres', true) is not null
      and pg_catalog.set_config('extra_float_digits', '3', true) is not null
      and pg_catalog.set_config('bytea_output', 'hex', true) is not null
      and pg_catalog.set_config('lc_monetary', 'C', true) is not null
      and pg_catalog.set_config('quote_all_identifiers', 'off', true) is not null
      and pg_catalog.set_config('standard_conforming_strings', 'on', true) is not null
      and (pg_catalog.current_setting('server_version_num')::int < 120000
           or pg_catalog.set_config('plan_cache_mode', 'force_generic_plan', true) is not null)
      """;

  private DescribingSettings() {}

  /** Makes them on this session, and returns the server's version as in server_version_num. */
  public static int make(JdbcClient jdbc) {
    return jdbc.sql(
            "select pg_catalog.current_setting('server_version_num')::int where " + CONDITION)
        .query(Integer.class)
        .single();
  }
}
