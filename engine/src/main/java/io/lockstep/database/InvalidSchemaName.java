package io.lockstep.database;

import io.lockstep.sql.Identifier;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The reason why migrations can't run in a schema of a certain name.
 *
 * @param why the reason, which does not quote the name
 * @param next what to do
 */
public record InvalidSchemaName(String why, String next) {
  /**
   * Checks a name.
   *
   * @return empty if migrations may run in a schema of this name
   */
  public static Optional<InvalidSchemaName> of(String name) {
    // A search path takes it for another schema, quoted or not (PostgreSQL manual, "search_path").
    if (name.equals("$user")) {
      return reason(
          "PostgreSQL takes that for the schema with the user's name", "Give the name itself.");
    }
    if (name.equals("lockstep") || name.equals("information_schema") || name.startsWith("pg_")) {
      return reason(
          "that schema is Lockstep's own or PostgreSQL's", "Give the migrations another one.");
    }
    if (name.isBlank() || name.indexOf('\0') >= 0) {
      return reason("that is no name", "Give the name of a schema.");
    }
    // PostgreSQL cuts off a longer name, and then finds another schema or none.
    if (name.getBytes(StandardCharsets.UTF_8).length > Identifier.MAX_BYTES) {
      return reason(
          "PostgreSQL's names have at most " + Identifier.MAX_BYTES + " bytes",
          "Give a shorter name.");
    }
    return Optional.empty();
  }

  private static Optional<InvalidSchemaName> reason(String why, String next) {
    return Optional.of(new InvalidSchemaName(why, next));
  }
}
