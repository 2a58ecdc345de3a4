package io.lockstep.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.database.InvalidSchemaName;
import io.lockstep.database.Reader;
import io.lockstep.database.Settings;
import io.lockstep.database.login.Password;
import io.lockstep.database.tls.ClientCertificate;
import io.lockstep.database.tls.SslMode;
import io.lockstep.database.tls.Tls;
import io.lockstep.placeholders.Placeholders;
import io.lockstep.sql.Identifier;
import io.lockstep.tenants.TenantPasswords;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Settings from the environment and the .env file; the environment wins. */
public final class EnvironmentSettings {
  private static final int DEFAULT_PORT = 5432;
  private static final int MAX_PORT = 65_535;

  /** Each may be given by a file, too, which wins; but not that of .env over the environment. */
  private static final List<String> SECRETS =
      List.of("POSTGRES_PASSWORD", "POSTGRES_READER_PASSWORD", "POSTGRES_URI");

  private static final String FILE = "_FILE";
  private static final char REPLACEMENT = '\uFFFD';

  private final Map<String, String> variables;

  private EnvironmentSettings(Map<String, String> variables) {
    this.variables = variables;
  }

  /**
   * Reads both, with {@code .env} in the working directory, which need not be there.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) if the file can't be read
   */
  public static EnvironmentSettings read() {
    return read(Optional.empty());
  }

  /**
   * Reads both.
   *
   * @param envFile must exist if given; else {@code .env} in the working directory, which need not
   * @throws LockstepException ({@link ExitCode#USAGE}) if the file can't be read
   */
  static EnvironmentSettings read(Optional<Path> envFile) {
    Path file = envFile.orElse(Path.of(".env")).toAbsolutePath();
    if (envFile.isPresent() && !Files.isReadable(file)) {
      throw new LockstepException(
          ExitCode.USAGE,
          "--env-file " + envFile.get(),
          "there is no such file, or it can't be read",
          "Give the path of a file with lines like POSTGRES_HOST=localhost.");
    }
    Map<String, String> variables =
        new HashMap<>(Files.exists(file) ? EnvFile.read(file) : Map.of());
    Map<String, String> environment = System.getenv();
    SECRETS.stream()
        .filter(name -> !environment.getOrDefault(name, "").isBlank())
        .forEach(name -> variables.remove(name + FILE));
    variables.putAll(environment);
    return new EnvironmentSettings(variables);
  }

  /**
   * The database, and the role that owns it or migrates it.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) if a value is none
   */
  public Settings settings() {
    Optional<UriSetting> uri = UriSetting.in(this);
    return settings(
        uri,
        value("POSTGRES_USER").or(() -> part(uri, "user")).orElse("postgres"),
        uri.flatMap(UriSetting::password).orElseGet(() -> password("POSTGRES_PASSWORD")));
  }

  /**
   * The same database for a program that only reads: as POSTGRES_READER_USER if that is given.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) if a value is none
   */
  public Settings readerSettings() {
    return readerUser()
        .map(user -> settings(UriSetting.in(this), user, password("POSTGRES_READER_PASSWORD")))
        .orElseGet(this::settings);
  }

  /**
   * The role that migrations make and grant to; empty unless both its name and its password are
   * given.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) if the password's file can't be read
   */
  public Optional<Reader> reader() {
    return readerUser()
        .map(user -> new Reader(user, password("POSTGRES_READER_PASSWORD")))
        .filter(reader -> !reader.password().isEmpty());
  }

  private Optional<String> readerUser() {
    return value("POSTGRES_READER_USER").map(user -> name("POSTGRES_READER_USER", user));
  }

  /** The folder of the password files that a tenants' query may name, and the files it may not. */
  public TenantPasswords tenantPasswords() {
    return new TenantPasswords(
        value("LOCKSTEP_TENANTS_PASSWORDS").map(Path::of).orElse(TenantPasswords.DEFAULT.folder()),
        Stream.of(
                "POSTGRES_PASSWORD_FILE",
                "POSTGRES_READER_PASSWORD_FILE",
                "POSTGRES_URI_FILE",
                "POSTGRES_SSLKEY")
            .flatMap(name -> value(name).stream())
            .map(Path::of)
            .toList());
  }

  /**
   * The values for placeholders in scripts, by the rest of their variables' names. An empty value
   * is one.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) if one can't be read in this locale
   */
  Map<String, String> placeholders() {
    Map<String, String> values = new TreeMap<>();
    variables.forEach(
        (name, value) -> {
          if (name.startsWith(Placeholders.VARIABLE)) {
            values.put(name.substring(Placeholders.VARIABLE.length()), readable(name, value));
          }
        });
    return values;
  }

  private Settings settings(Optional<UriSetting> uri, String user, Password password) {
    return new Settings(
        value("POSTGRES_HOST")
            .map(text -> host("POSTGRES_HOST=" + text, text))
            .or(() -> part(uri, "host").map(text -> host("the host of POSTGRES_URI", text)))
            .orElse("localhost"),
        value("POSTGRES_PORT")
            .map(text -> port("POSTGRES_PORT=" + text, text))
            .or(() -> part(uri, "port").map(text -> port("the port of POSTGRES_URI", text)))
            .orElse(DEFAULT_PORT),
        value("POSTGRES_DB").or(() -> uri.flatMap(UriSetting::database)).orElse("postgres"),
        user,
        password,
        new Tls(
            value("POSTGRES_SSLMODE")
                .map(text -> sslMode("POSTGRES_SSLMODE=" + text, text))
                .or(
                    () ->
                        part(uri, "sslmode").map(text -> sslMode("sslmode of POSTGRES_URI", text))),
            value("POSTGRES_SSLROOTCERT").or(() -> part(uri, "sslrootcert")),
            client(uri)),
        value("POSTGRES_SCHEMA").map(EnvironmentSettings::schema).orElse("public"),
        value("POSTGRES_TIMEZONE").map(EnvironmentSettings::timeZone).orElse(Settings.UTC));
  }

  private static Optional<String> part(Optional<UriSetting> uri, String keyword) {
    return uri.flatMap(setting -> setting.part(keyword));
  }

  private Optional<ClientCertificate> client(Optional<UriSetting> uri) {
    Optional<String> certificate = value("POSTGRES_SSLCERT").or(() -> part(uri, "sslcert"));
    Optional<String> key = value("POSTGRES_SSLKEY").or(() -> part(uri, "sslkey"));
    if (certificate.isEmpty() && key.isEmpty()) {
      return Optional.empty();
    }
    if (certificate.isEmpty() || key.isEmpty()) {
      throw wrong(
          certificate.isEmpty() ? "POSTGRES_SSLKEY" : "POSTGRES_SSLCERT",
          "a certificate and its key are of no use alone",
          "Set POSTGRES_SSLCERT and POSTGRES_SSLKEY.");
    }
    return Optional.of(
        new ClientCertificate(Path.of(certificate.get()), Path.of(key.get()))
            .checked("POSTGRES_SSLCERT=" + certificate.get() + ", POSTGRES_SSLKEY=" + key.get()));
  }

  /** A file (a mounted Secret) wins over the variable. */
  private Password password(String name) {
    Optional<String> file = value(name + FILE);
    if (file.isEmpty()) {
      return Password.of(secretValue(name).orElse(""));
    }
    return Password.in(Path.of(file.get()), name + FILE + "=" + file.get());
  }

  /** The same for one that no message may quote. */
  Optional<String> secretValue(String name) {
    return value(name).map(text -> readable(name, text));
  }

  /** Java puts a replacement character where its locale can't decode a character. */
  private static String readable(String name, String value) {
    if (value.indexOf(REPLACEMENT) >= 0) {
      throw new LockstepException(
          ExitCode.USAGE,
          name,
          "it has a character that can't be read in this locale",
          "Set LC_ALL=C.UTF-8, or give a file in UTF-8 with " + name + "_FILE.");
    }
    return value;
  }

  /** A variable, unless it is missing or blank. */
  public Optional<String> value(String name) {
    return Optional.ofNullable(variables.get(name)).filter(text -> !text.isBlank());
  }

  /** libpq takes a path for a Unix socket's; the JDBC driver has TCP only. */
  private static String host(String asked, String text) {
    if (text.startsWith("/") || text.startsWith("@")) {
      throw wrong(
          asked,
          "that is a Unix socket, and Lockstep connects by TCP",
          "Give a host name or an address, such as localhost, and set listen_addresses of the"
              + " server if it has none.");
    }
    return text;
  }

  private static String sslMode(String asked, String text) {
    if (SslMode.of(text).isEmpty()) {
      throw wrong(asked, "that is no sslmode", "Give one of " + SslMode.all() + ".");
    }
    return text;
  }

  private static String schema(String text) {
    Optional<InvalidSchemaName> invalid = InvalidSchemaName.of(text);
    if (invalid.isPresent()) {
      throw wrong("POSTGRES_SCHEMA=" + text, invalid.get().why(), invalid.get().next());
    }
    return text;
  }

  /** PostgreSQL cuts off a longer name, and then finds another object or none. */
  private static String name(String variable, String text) {
    if (text.getBytes(UTF_8).length > Identifier.MAX_BYTES) {
      throw wrong(
          variable + "=" + text,
          "PostgreSQL's names have at most " + Identifier.MAX_BYTES + " bytes",
          "Give a shorter name.");
    }
    return text;
  }

  /** PostgreSQL and Java know the same names; they give offsets opposite signs. */
  private static String timeZone(String text) {
    if (!ZoneId.getAvailableZoneIds().contains(text)) {
      throw wrong(
          "POSTGRES_TIMEZONE=" + text,
          "that is no time zone's name",
          "Give one such as UTC or Europe/Berlin.");
    }
    return text;
  }

  private static LockstepException wrong(String asked, String why, String next) {
    return new LockstepException(ExitCode.USAGE, asked, why, next);
  }

  private static int port(String asked, String text) {
    int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    if (port < 1 || port > MAX_PORT) {
      throw wrong(asked, "that is no port", "Give a number from 1 to " + MAX_PORT + ".");
    }
    return port;
  }
}
