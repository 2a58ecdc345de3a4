package io.lockstep.functions.snapshot;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The database and its server.
 *
 * @param name the database's name
 * @param version the server's version, as in {@code SHOW server_version}
 */
public record Server(String name, String version) {
  /** The one that this session is connected to. */
  public static Server read(JdbcClient jdbc) {
    return jdbc.sql(
            "select current_database() as name, current_setting('server_version') as version")
        .query((rs, i) -> new Server(rs.getString("name"), rs.getString("version")))
        .single();
  }
}
