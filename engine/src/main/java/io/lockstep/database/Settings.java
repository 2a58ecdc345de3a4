package io.lockstep.database;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import java.util.regex.Pattern;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Where the database is and who we are there.
 *
 * @param secret the password, never shown: {@link #toString()} leaves it out
 * @param schema where the migrations run
 * @param timeZone of scripts, where none is configured in the database
 */
public record Settings(
    String host,
    int port,
    String database,
    String user,
    Password secret,
    Tls tls,
    String schema,
    String timeZone) {
  /** The time zone of scripts where nobody has configured one. */
  public static final String UTC = "UTC";

  private static final int CONNECT_TIMEOUT_SECONDS = 5;

  /** The driver writes the host into a URL as it is, where these begin something else. */
  private static final Pattern ENDS_A_HOST = Pattern.compile("[/?#&=%@\\\\\\s\\p{Cntrl}]");

  /** Of an IPv6 address: which network it is on. */
  private static final Pattern ZONE = Pattern.compile("(?<=^[^%]{0,60}:[^%]{0,60})%[\\w.-]+");

  /**
   * Checks that the host is no more than that.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) if it would be taken for a database or for
   *     properties of the connection, too
   */
  public Settings {
    if (ENDS_A_HOST.matcher(ZONE.matcher(host).replaceFirst("")).find()) {
      throw new LockstepException(
          ExitCode.USAGE,
          "the host \"" + host + "\"",
          "it has a character that no host's name has",
          "Give the host's name or address alone; the port, the database and sslmode have settings of their own.");
    }
  }

  /** With a password that stays as it is. */
  public Settings(
      String host,
      int port,
      String database,
      String user,
      String password,
      Tls tls,
      String schema) {
    this(host, port, database, user, Password.of(password), tls, schema, UTC);
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
    source.setPrepareThreshold(0); // a script may deallocate all that is prepared
    source.setTcpKeepAlive(true);
    source.setConnectTimeout(CONNECT_TIMEOUT_SECONDS);
    return source;
  }

  /**
   * The password as it is now.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) if its file can't be read
   */
  public String password() {
    return secret.read();
  }

  /** The same server and role, another database. */
  public Settings withDatabase(String other) {
    return new Settings(host, port, other, user, secret, tls, schema, timeZone);
  }

  /** The same database and role, another schema. */
  public Settings withSchema(String other) {
    return new Settings(host, port, database, user, secret, tls, other, timeZone);
  }

  @Override
  public String toString() {
    return user + "@" + host + ":" + port + "/" + database;
  }
}
