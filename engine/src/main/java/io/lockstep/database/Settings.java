package io.lockstep.database;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.database.login.FreshPasswordDataSource;
import io.lockstep.database.login.Password;
import io.lockstep.database.tls.Tls;
import java.util.regex.Pattern;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The address of the database, and Lockstep's role there.
 *
 * @param secret the password, never shown: {@link #toString()} leaves it out
 * @param schema the schema in which the migrations run
 * @param timeZone the time zone of scripts, if none is configured in the database
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
  /** The time zone of scripts if nobody has configured one. */
  public static final String UTC = "UTC";

  private static final int CONNECT_TIMEOUT_SECONDS = 5;

  /** The driver writes the host unescaped into a URL, in which these characters end it. */
  private static final Pattern ENDS_A_HOST = Pattern.compile("[/?#&=%@\\\\\\s\\p{Cntrl}]");

  /** The driver tries several in turn, so a run's two sessions could be on two servers. */
  private static final char SEVERAL = ',';

  /** The zone of an IPv6 address, which names its network. */
  private static final Pattern ZONE = Pattern.compile("(?<=^[^%]{0,60}:[^%]{0,60})%[\\w.-]+");

  /**
   * Checks that the host is a host only.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) if the driver would read a part of it as
   *     another host, a port, a database or properties of the connection
   */
  public Settings {
    if (host.indexOf(SEVERAL) >= 0) {
      throw wrong(
          host,
          "it names several servers, and Lockstep connects to one",
          "Give the primary's name, or one that follows the primary.");
    }
    if (hasPort(host)) {
      throw wrong(
          host,
          "it has a port, which has a setting of its own",
          "Give the host's name or address alone, and the port in POSTGRES_PORT (a tenant's in its port).");
    }
    if (ENDS_A_HOST.matcher(ZONE.matcher(host).replaceFirst("")).find()) {
      throw wrong(
          host,
          "it has a character that no host's name has",
          "Give the host's name or address alone; the port, the database and sslmode have settings of their own.");
    }
  }

  private static LockstepException wrong(String host, String why, String next) {
    return new LockstepException(ExitCode.USAGE, "the host \"" + host + "\"", why, next);
  }

  /** The driver takes what follows the colon for a port; an IPv6 address has several colons. */
  private static boolean hasPort(String host) {
    int colon = host.lastIndexOf(':');
    return host.startsWith("[")
        ? colon > 0 && host.charAt(colon - 1) == ']'
        : colon >= 0 && colon == host.indexOf(':');
  }

  /** Settings with a password that does not change. */
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

  /** Opens sessions with this application_name, each with the password as it is at that time. */
  public PGSimpleDataSource dataSource(String name) {
    PGSimpleDataSource source = new FreshPasswordDataSource(secret);
    source.setServerNames(new String[] {host});
    source.setPortNumbers(new int[] {port});
    source.setDatabaseName(database);
    source.setUser(user);
    tls.mode().ifPresent(source::setSslMode);
    tls.rootCertificate().ifPresent(source::setSslRootCert);
    tls.client().ifPresent(client -> client.presentBy(source));
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
