package io.lockstep.run.batch;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table whose rows a step in batches changes.
 *
 * @param oid its number in pg_class
 * @param name for people and for SQL, with its schema
 */
record TargetTable(long oid, String name) {
  /**
   * Looks it up by the name in a statement, in the session and under the path of that statement.
   */
  static Optional<TargetTable> find(JdbcClient jdbc, String named) {
    return jdbc.sql(
            """
            select c.oid::pg_catalog.int8 as oid, pg_catalog.format('%I.%I', n.nspname, c.relname) as name
              from pg_catalog.pg_class c
              join pg_catalog.pg_namespace n on n.oid operator(pg_catalog.=) c.relnamespace
             where c.oid operator(pg_catalog.=) pg_catalog.to_regclass(:named)
            """)
        .param("named", named)
        .query((rs, i) -> new TargetTable(rs.getLong("oid"), rs.getString("name")))
        .optional();
  }

  /**
   * The number of its rows, and of those of its partitions, when each was last analyzed; empty if
   * one never was. Before PostgreSQL 14 zero says the same.
   */
  Optional<Long> estimatedRows(JdbcClient jdbc) {
    return jdbc.sql(
            """
            with recursive part (oid) as (
              select :oid::pg_catalog.oid
              union all
              select i.inhrelid from pg_catalog.pg_inherits i join part on i.inhparent = part.oid
            )
            select case when bool_and(c.relkind = 'p'
                                      or c.relkind = 'r'
                                         and (c.reltuples > 0
                                              or c.reltuples = 0 and pg_catalog.current_setting('server_version_num')::int >= 140000))
                        then (sum(c.reltuples) filter (where c.relkind = 'r'))::bigint end
              from part join pg_catalog.pg_class c on c.oid = part.oid
            """)
        .param("oid", oid)
        .query((rs, i) -> Optional.ofNullable(rs.getObject(1, Long.class)))
        .single();
  }

  /** Counts its rows, which may take as long as a scan of it. */
  long countedRows(JdbcClient jdbc) {
    return jdbc.sql("select count(*) from " + name).query(Long.class).single();
  }
}
