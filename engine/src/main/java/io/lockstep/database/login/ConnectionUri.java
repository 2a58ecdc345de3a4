package io.lockstep.database.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A connection URI as libpq takes it (PostgreSQL manual, "Connection URIs"), or the JDBC driver's
 * with {@code jdbc:} in front. It may have a password, so no message quotes any of it.
 */
public final class ConnectionUri {
  private static final Pattern FORM =
      Pattern.compile("(jdbc:)?(?:postgresql|postgres)://([^/?]*)(?:/([^?]*))?(?:\\?(.*))?");

  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+(?:%[\\w.-]+)?]|[\\w.-]*)(?::([0-9]*))?");

  private static final Set<String> USED =
      Set.of(
          "host",
          "port",
          "dbname",
          "user",
          "password",
          "sslmode",
          "sslrootcert",
          "sslcert",
          "sslkey");

  /** They change nothing that Lockstep does: it has its own, or they are about many servers. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "application_name",
          "ApplicationName",
          "fallback_application_name",
          "connect_timeout",
          "connectTimeout",
          "keepalives",
          "keepalives_idle",
          "keepalives_interval",
          "keepalives_count",
          "target_session_attrs",
          "targetServerType");

  private final Map<String, String> parts = new HashMap<>();
  private final String asked;

  private ConnectionUri(String asked) {
    this.asked = asked;
  }

  /**
   * Reads it.
   *
   * @param asked the setting that gives it, for messages
   * @throws LockstepException ({@link ExitCode#USAGE}) if it is none, names several servers, or has
   *     a parameter that would have no effect here
   */
  public static ConnectionUri of(String text, String asked) {
    ConnectionUri uri = new ConnectionUri(asked);
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw uri.wrong(
          "it is no connection URI",
          "Give one like postgresql://user:password@host:5432/database.");
    }
    boolean jdbc = form.group(1) != null;
    String authority = form.group(2);
    if (authority.indexOf('@') < 0 && text.indexOf('@') >= 0) {
      throw uri.wrong(
          "it has an @ that belongs to no user",
          "Write the characters / ? @ of a name or a password as %2F, %3F and %40.");
    }
    if (authority.indexOf(',') >= 0) {
      throw uri.wrong(
          "it names several servers, and Lockstep connects to one", "Give the primary's name.");
    }
    uri.readAuthority(authority);
    uri.put("dbname", Optional.ofNullable(form.group(3)).orElse(""));
    uri.readParameters(Optional.ofNullable(form.group(4)), jdbc);
    return uri;
  }

  /**
   * The same from a file.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) also if it can't be read
   */
  public static ConnectionUri in(Path file, String asked) {
    return of(PasswordFile.read(asked, file), asked);
  }

  /** One of its parts by libpq's keyword, like {@code dbname}; empty if it has none. */
  public Optional<String> part(String keyword) {
    return Optional.ofNullable(parts.get(keyword));
  }

  private void readAuthority(String authority) {
    int end = authority.lastIndexOf('@');
    if (end >= 0) {
      String[] user = authority.substring(0, end).split(":", 2);
      put("user", user[0]);
      put("password", user.length > 1 ? user[1] : "");
    }
    Matcher server = HOST_AND_PORT.matcher(authority.substring(end + 1));
    if (!server.matches()) {
      throw wrong(
          "after the user there is no host and port",
          "Write it like postgresql://user:password@host:5432/database.");
    }
    put("host", server.group(1));
    put("port", Optional.ofNullable(server.group(2)).orElse(""));
  }

  private void readParameters(Optional<String> query, boolean jdbc) {
    for (String pair : query.orElse("").split("&", -1)) {
      String[] keyAndValue = pair.split("=", 2);
      if (USED.contains(keyAndValue[0]) && keyAndValue.length > 1) {
        // The driver takes + for a space, libpq doesn't.
        put(keyAndValue[0], jdbc ? keyAndValue[1].replace("+", "%20") : keyAndValue[1]);
      } else if (!keyAndValue[0].isEmpty() && !WITHOUT_EFFECT.contains(keyAndValue[0])) {
        throw wrong(
            "it has a parameter that Lockstep doesn't know",
            "Leave out all but sslmode, sslrootcert, sslcert and sslkey.");
      }
    }
  }

  private void put(String keyword, String encoded) {
    if (!encoded.isEmpty()) {
      try {
        parts.put(keyword, URLDecoder.decode(encoded.replace("+", "%2B"), UTF_8));
      } catch (IllegalArgumentException e) {
        throw wrong("it has a % without two digits after it", "Write the character % as %25.");
      }
    }
  }

  private LockstepException wrong(String why, String next) {
    return new LockstepException(ExitCode.USAGE, asked, why, next);
  }

  @Override
  public String toString() {
    return "the connection URI of " + asked;
  }
}
