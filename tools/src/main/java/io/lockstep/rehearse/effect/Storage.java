package io.lockstep.rehearse.effect;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The relations and their files, by OID: a fingerprint leaves these out, and they distinguish a
 * table that was renamed from one that was dropped.
 */
public record Storage(Map<Long, Relation> relations) {
  /** Reads those of all schemas except the system's and Lockstep's, by names valid in this one. */
  public static Storage read(JdbcClient jdbc, String schema) {
    Map<Long, Relation> relations = new HashMap<>();
    jdbc.sql(
            """
            select c.oid::bigint as oid,
                   case when n.nspname = :schema then '' else quote_ident(n.nspname) || '.' end || quote_ident(c.relname) as name,
                   c.relkind in ('r', 'p') as is_table,
                   c.relkind in ('i', 'I') as is_index,
                   c.relfilenode::bigint as file,
                   coalesce(p.inhparent::bigint, 0) as parent,
                   coalesce(x.indrelid::bigint, 0) as indexed,
                   array(select case when not a.attisdropped then quote_ident(a.attname) end
                           from pg_catalog.pg_attribute a
                          where a.attrelid = c.oid and a.attnum > 0 and c.relkind in ('r', 'p')
                          order by a.attnum) as columns
              from pg_catalog.pg_class c
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
              left join pg_catalog.pg_inherits p on p.inhrelid = c.oid and c.relispartition
              left join pg_catalog.pg_index x on x.indexrelid = c.oid
             where c.relkind in ('r', 'p', 'm', 'i', 'I')
               and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast', 'lockstep')
               and not starts_with(n.nspname, 'pg_temp_')
               and not starts_with(n.nspname, 'pg_toast_temp_')
            """)
        .param("schema", schema)
        .query(
            rs -> {
              relations.put(rs.getLong("oid"), relation(rs));
            });
    return new Storage(relations);
  }

  /** The one with this OID. */
  public Optional<Relation> relation(long oid) {
    return Optional.ofNullable(relations.get(oid));
  }

  /** Only the relations and columns that were there in an earlier state, with their names now. */
  public Storage of(Storage earlier) {
    Map<Long, Relation> old = new HashMap<>();
    relations.forEach(
        (oid, now) -> earlier.relation(oid).ifPresent(was -> old.put(oid, now.of(was))));
    return new Storage(old);
  }

  private static Relation relation(ResultSet rs) throws SQLException {
    Array columns = rs.getArray("columns");
    return new Relation(
        rs.getString("name"),
        rs.getBoolean("is_table"),
        rs.getBoolean("is_index"),
        rs.getLong("file"),
        rs.getLong("parent"),
        rs.getLong("indexed"),
        Arrays.asList((@Nullable String[]) columns.getArray()));
  }

  /**
   * One relation.
   *
   * @param isTable true if it is a table, plain or partitioned
   * @param file pg_class.relfilenode; 0 if it has none
   * @param parent the table of which it is a partition; 0 if it is none
   * @param indexed the table of which it is an index; 0 if it is none
   * @param columns by number; null for one that was dropped
   */
  public record Relation(
      String name,
      boolean isTable,
      boolean isIndex,
      long file,
      long parent,
      long indexed,
      List<@Nullable String> columns) {
    private Relation of(Relation earlier) {
      List<@Nullable String> old = new ArrayList<>(columns.subList(0, earlier.columns().size()));
      return new Relation(name, isTable, isIndex, file, parent, indexed, old);
    }
  }
}
