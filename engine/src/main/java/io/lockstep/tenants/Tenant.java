package io.lockstep.tenants;

import io.lockstep.database.Settings;
import io.lockstep.database.login.Password;
import io.lockstep.database.tls.SslMode;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One of many databases, or schemas of a database, with the same tables. Parts that are empty
 * default to the program's own settings. The component names are those of the list's JSON: a
 * contract.
 *
 * @param name its name in logs and on the page
 * @param schema the schema of its database in which its migrations run
 * @param password never shown: {@link #toString()} leaves it out
 * @param passwordFile a file that contains only the password; it takes precedence over the password
 */
public record Tenant(
    String name,
    Optional<String> host,
    Optional<Integer> port,
    Optional<String> database,
    Optional<String> schema,
    Optional<String> user,
    Optional<String> password,
    Optional<String> passwordFile,
    Optional<String> sslmode) {
  static final int MAX_PORT = 65_535;

  /** The reason why one of its values can't be one; the driver would take another in its place. */
  Optional<String> invalidValue() {
    return Stream.of(
            blank("host", host),
            blank("database", database),
            blank("user", user),
            blank("passwordFile", passwordFile),
            port.filter(number -> number < 1 || number > MAX_PORT)
                .map(
                    number ->
                        "the port of "
                            + this
                            + " is "
                            + number
                            + ", and goes from 1 to "
                            + MAX_PORT),
            sslmode
                .filter(mode -> SslMode.of(mode).isEmpty())
                .map(mode -> "the sslmode of " + this + " is none of " + SslMode.all()))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<String> blank(String part, Optional<String> value) {
    return value.filter(String::isBlank).map(none -> "the " + part + " of " + this + " is empty");
  }

  /** True if its host or port, as written, differs from the own database's. */
  public boolean isElsewhere(Settings own) {
    return host.filter(name -> !name.equalsIgnoreCase(own.host())).isPresent()
        || port.filter(number -> number != own.port()).isPresent();
  }

  /**
   * The settings of its database, schema and user.
   *
   * @throws io.lockstep.LockstepException if the password's file can't be read
   */
  public Settings settings(Settings own) {
    return settings(own, user.orElse(own.user()), password(own));
  }

  /** The settings of its database and schema for another role, which exists for all tenants. */
  public Settings settings(Settings own, String role, Password rolesPassword) {
    return new Settings(
        host.orElse(own.host()),
        port.orElse(own.port()),
        database.orElse(own.database()),
        role,
        rolesPassword,
        own.tls().withMode(sslmode.or(() -> own.tls().mode())),
        schema.orElse(own.schema()),
        own.timeZone());
  }

  private Password password(Settings own) {
    return passwordFile
        .map(file -> Password.in(Path.of(file), "the passwordFile " + file + " of " + this))
        .or(() -> password.map(Password::of))
        .orElse(own.secret());
  }

  /** What it has in common with the other schemas of its database that the same user reads. */
  public Tenant withoutSchema() {
    return new Tenant(
        "", host, port, database, Optional.empty(), user, password, passwordFile, sslmode);
  }

  Tenant withPasswordFile(Optional<String> file) {
    return new Tenant(name, host, port, database, schema, user, password, file, sslmode);
  }

  @Override
  public String toString() {
    return "tenant " + name;
  }
}
