package io.lockstep.sql;

import java.util.Optional;

/**
 * A time zone and its origin.
 *
 * @param name the name in PostgreSQL
 * @param because the place of its configuration, for people
 */
public record TimeZone(String name, String because) {
  private static final String[] CONFIGURED = {
    "set for all roles and databases (ALTER ROLE ALL SET)",
    "set for the database (ALTER DATABASE … SET)",
    "set for the role (ALTER ROLE … SET)",
    "set for the role in the database (ALTER ROLE … IN DATABASE … SET)"
  };

  /**
   * The time zone of a session's scripts.
   *
   * @param configured in the database
   * @param rank 1 if it is configured for this database, plus 2 if for this role
   */
  public static TimeZone of(Optional<String> configured, int rank, String otherwise) {
    return configured
        .map(name -> new TimeZone(name, CONFIGURED[rank]))
        .orElseGet(
            () ->
                new TimeZone(
                    otherwise, "POSTGRES_TIMEZONE or UTC, since none is set in the database"));
  }
}
