package io.lockstep.plan.check;

import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The schemas of a database that an app's scripts may reach beside their own.
 *
 * @param path those in which the role or the database looks up names, if nothing else is set
 * @param anyTables true if one has a table that is neither the system's nor among those left out
 */
record OtherSchemas(List<String> path, boolean anyTables) {
  /**
   * Reads them.
   *
   * @param known the schemas whose tables don't count
   */
  static OtherSchemas read(JdbcClient jdbc, Collection<String> known) {
    return jdbc.sql(
            """
            select coalesce(pg_catalog.array_agg(n.nspname::text order by p.place), '{}') as path,
                   exists (select from pg_catalog.pg_class c
                             join pg_catalog.pg_namespace its on its.oid = c.relnamespace
                            where c.relkind in ('r', 'p') and its.nspname <> all(:known)
                              and its.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')) as any_tables
              from pg_catalog.pg_settings s
             cross join pg_catalog.regexp_matches(s.reset_val, '"((?:[^"]|"")+)"|([^\\s,"]+)', 'g') with ordinality as p (name, place)
              join pg_catalog.pg_namespace n
                on n.nspname = case coalesce(p.name[1], p.name[2]) when '$user' then current_user::text
                                    else pg_catalog.replace(coalesce(p.name[1], p.name[2]), '""', '"') end
             where s.name = 'search_path' and n.nspname <> 'pg_catalog'
            """)
        .param("known", known.toArray(String[]::new))
        .query(
            (rs, i) ->
                new OtherSchemas(
                    List.of((String[]) rs.getArray("path").getArray()),
                    rs.getBoolean("any_tables")))
        .single();
  }
}
