package io.lockstep.rehearse.effect;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables that an application may use, by OID, as the catalog has them at one moment. */
public record UsableTables(Map<Long, Table> tables) {
  /**
   * Reads those of all schemas except the system's and Lockstep's; partitions are their table's.
   */
  static UsableTables read(JdbcClient jdbc, String schema) {
    Map<Long, Table> tables = new HashMap<>();
    jdbc.sql(
            """
            select c.oid::bigint as oid,
                   case when n.nspname = :schema then '' else quote_ident(n.nspname) || '.' end || quote_ident(c.relname) as name,
                   a.attnum, quote_ident(a.attname) as attname, a.attnotnull,
                   pg_catalog.format_type(a.atttypid, a.atttypmod) as type
              from pg_catalog.pg_class c
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
              left join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
             where c.relkind in ('r', 'p')
               and not c.relispartition
               and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast', 'lockstep')
               and not starts_with(n.nspname, 'pg_temp_')
               and not starts_with(n.nspname, 'pg_toast_temp_')
               and not exists (select from pg_catalog.pg_attribute r
                                where r.attrelid = c.oid and r.attname = 'installed_rank')
             order by c.oid, a.attnum
            """)
        .param("schema", schema)
        .query(
            rs -> {
              read(rs, tables);
            });
    return new UsableTables(tables);
  }

  private static void read(ResultSet rs, Map<Long, Table> tables) throws SQLException {
    long oid = rs.getLong("oid");
    String name = rs.getString("name");
    Map<Integer, Column> columns =
        tables.computeIfAbsent(oid, table -> new Table(name, new HashMap<>())).columns();
    int number = rs.getInt("attnum");
    if (number > 0) {
      columns.put(
          number,
          new Column(rs.getString("attname"), rs.getString("type"), rs.getBoolean("attnotnull")));
    }
  }

  /** The table of this name. */
  Optional<Table> named(String name) {
    return tables.values().stream().filter(table -> table.name().equals(name)).findFirst();
  }

  /** A table with its columns by number. */
  public record Table(String name, Map<Integer, Column> columns) {
    /** The column of this name. */
    Optional<Column> named(String column) {
      return columns.values().stream().filter(c -> c.name().equals(column)).findFirst();
    }
  }

  /** A column. */
  public record Column(String name, String type, boolean notNull) {}
}
