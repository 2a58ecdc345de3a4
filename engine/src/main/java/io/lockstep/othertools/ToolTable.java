package io.lockstep.othertools;

import io.lockstep.database.Identifier;

/**
 * The table in which another tool keeps what it has applied.
 *
 * @param schema where it is
 * @param name its name
 */
public record ToolTable(Tool tool, String schema, String name) {
  /** For SQL text. */
  public String sql() {
    return Identifier.quote(schema) + "." + Identifier.quote(name);
  }

  @Override
  public String toString() {
    return name + " (" + tool + ")";
  }
}
