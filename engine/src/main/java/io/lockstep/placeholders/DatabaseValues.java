package io.lockstep.placeholders;

import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The values of Flyway's own placeholders that depend on the database: {@code ${flyway:user}} and
 * its like.
 *
 * @param schema the schema in which the migrations run
 * @param user the role that a session has
 * @param database the database's name
 * @param time the time of the database, in UTC
 */
public record DatabaseValues(String schema, String user, String database, String time) {
  /** Asks the database of this session. */
  public static DatabaseValues read(JdbcClient jdbc, String schema) {
    return jdbc.sql(
            """
            select current_user as role,
                   pg_catalog.current_database() as database,
                   pg_catalog.to_char(pg_catalog.now() at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') as time
            """)
        .query(
            (rs, i) ->
                new DatabaseValues(
                    schema, rs.getString("role"), rs.getString("database"), rs.getString("time")))
        .single();
  }

  /** The values by name, in small letters, without {@code flyway} and the separator. */
  Map<String, String> byName(String historyTable) {
    return Map.of(
        "defaultschema",
        schema,
        "user",
        user,
        "database",
        database,
        Placeholders.TIMESTAMP,
        time,
        "workingdirectory",
        String.valueOf(System.getProperty("user.dir")),
        "table",
        historyTable,
        "environment",
        "default");
  }
}
