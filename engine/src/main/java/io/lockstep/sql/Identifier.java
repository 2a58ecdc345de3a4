package io.lockstep.sql;

/** Quotes names, which can't be bound, for SQL text. */
public final class Identifier {
  /** The longest name, in bytes (PostgreSQL manual, "Identifiers and Key Words"). */
  public static final int MAX_BYTES = 63;

  private Identifier() {}

  /** The name in double quotes, as the PostgreSQL manual's "Identifiers and Key Words" requires. */
  public static String quote(String name) {
    if (name.isEmpty() || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("not a PostgreSQL identifier");
    }
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
