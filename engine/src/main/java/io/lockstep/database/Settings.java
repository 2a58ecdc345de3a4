package io.lockstep.database;

import java.util.Optional;

/**
 * Where the database is and who we are there.
 *
 * @param password never shown: {@link #toString()} leaves it out
 * @param sslMode libpq's sslmode, if given
 * @param schema where the migrations run
 */
public record Settings(
    String host,
    int port,
    String database,
    String user,
    String password,
    Optional<String> sslMode,
    String schema) {
  @Override
  public String toString() {
    return user + "@" + host + ":" + port + "/" + database;
  }
}
