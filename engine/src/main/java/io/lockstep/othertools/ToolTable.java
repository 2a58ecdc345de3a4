package io.lockstep.othertools;

import io.lockstep.sql.Identifier;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table in which another tool stores its applied migrations.
 *
 * @param schema the table's schema
 * @param name its name
 */
public record ToolTable(Tool tool, String schema, String name) {
  /** The name for SQL text. */
  public String sql() {
    return Identifier.quote(schema) + "." + Identifier.quote(name);
  }

  /** True if the session's role may read it. */
  public boolean isReadable(JdbcClient jdbc) {
    return jdbc.sql(
            """
            select pg_catalog.has_schema_privilege(n.oid, 'usage') and pg_catalog.has_table_privilege(c.oid, 'select')
              from pg_catalog.pg_class c
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
             where n.nspname = :schema and c.relname = :name
            """)
        .param("schema", schema)
        .param("name", name)
        .query(Boolean.class)
        .single();
  }

  @Override
  public String toString() {
    return name + " (" + tool + ")";
  }
}
