package io.lockstep.database;

import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;

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
  private static final int CONNECT_TIMEOUT_SECONDS = 5;

  /** Opens sessions with this application_name. */
  public PGSimpleDataSource dataSource(String name) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {host});
    source.setPortNumbers(new int[] {port});
    source.setDatabaseName(database);
    source.setUser(user);
    source.setPassword(password);
    sslMode.ifPresent(source::setSslMode);
    source.setApplicationName(name);
    source.setTcpKeepAlive(true);
    source.setConnectTimeout(CONNECT_TIMEOUT_SECONDS);
    return source;
  }

  @Override
  public String toString() {
    return user + "@" + host + ":" + port + "/" + database;
  }
}
