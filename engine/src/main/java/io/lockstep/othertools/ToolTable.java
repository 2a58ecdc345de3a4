package io.lockstep.othertools;

import io.lockstep.sql.Identifier;

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

  @Override
  public String toString() {
    return name + " (" + tool + ")";
  }
}
