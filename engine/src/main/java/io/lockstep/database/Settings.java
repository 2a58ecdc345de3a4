package io.lockstep.database;

import org.postgresql.ds.PGSimpleDataSource;

/**
 * Where the database is and who we are there.
 *
 * @param secret the password, never shown: {@link #toString()} leaves it out
 * @param schema where the migrations run
 */
public record Settings(
    String host, int port, String database, String user, Password secret, Tls tls, String schema) {
  private static final int CONNECT_TIMEOUT_SECONDS = 5;

  /** With a password that stays as it is. */
  public Settings(
      String host,
      int port,
      String database,
      String user,
      String password,
      Tls tls,
      String schema) {
    this(host, port, database, user, Password.of(password), tls, schema);
  }

  /** Opens sessions with this application_name, each with the password as it is then. */
  public PGSimpleDataSource dataSource(String name) {
    PGSimpleDataSource source = new FreshPasswordDataSource(secret);
    source.setServerNames(new String[] {host});
    source.setPortNumbers(new int[] {port});
    source.setDatabaseName(database);
    source.setUser(user);
    tls.mode().ifPresent(source::setSslMode);
    tls.rootCertificate().ifPresent(source::setSslRootCert);
    source.setApplicationName(name);
    source.setAssumeMinServerVersion(
        "9.0"); // the name goes with the start, not as a statement after it
    source.setTcpKeepAlive(true);
    source.setConnectTimeout(CONNECT_TIMEOUT_SECONDS);
    return source;
  }

  /**
   * The password as it is now.
   *
   * @throws io.lockstep.Problem ({@link io.lockstep.Exit#USAGE}) if its file can't be read
   */
  public String password() {
    return secret.read();
  }

  /** The same server and role, another database. */
  public Settings withDatabase(String other) {
    return new Settings(host, port, other, user, secret, tls, schema);
  }

  /** The same database and role, another schema. */
  public Settings withSchema(String other) {
    return new Settings(host, port, database, user, secret, tls, other);
  }

  @Override
  public String toString() {
    return user + "@" + host + ":" + port + "/" + database;
  }
}
