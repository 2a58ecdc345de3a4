package io.lockstep.tenants;

import io.lockstep.database.Password;
import io.lockstep.database.Settings;
import io.lockstep.database.Tls;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One of many databases with the same schema. What it doesn't say is as in the program's own
 * settings. The names of its parts are those of the list's JSON: a contract.
 *
 * @param name what logs and the page call it
 * @param password never shown: {@link #toString()} leaves it out
 * @param passwordFile a file that holds the password and nothing else; wins over the password
 */
public record Tenant(
    String name,
    Optional<String> host,
    Optional<Integer> port,
    Optional<String> database,
    Optional<String> user,
    Optional<String> password,
    Optional<String> passwordFile,
    Optional<String> sslmode) {
  /** Whether it is on another server than the own database, as far as the names tell. */
  public boolean isElsewhere(Settings own) {
    return host.filter(name -> !name.equalsIgnoreCase(own.host())).isPresent()
        || port.filter(number -> number != own.port()).isPresent();
  }

  /**
   * Where it is, and who we are there.
   *
   * @throws io.lockstep.LockstepException if the password's file can't be read
   */
  public Settings settings(Settings own) {
    return settings(own, user.orElse(own.user()), password(own));
  }

  /** The same database for another role, which all tenants have. */
  public Settings settings(Settings own, String role, Password rolesPassword) {
    return new Settings(
        host.orElse(own.host()),
        port.orElse(own.port()),
        database.orElse(own.database()),
        role,
        rolesPassword,
        new Tls(sslmode.or(() -> own.tls().mode()), own.tls().rootCertificate()),
        own.schema(),
        own.timeZone());
  }

  private Password password(Settings own) {
    return passwordFile
        .map(file -> Password.in(Path.of(file), "the passwordFile " + file + " of " + this))
        .or(() -> password.map(Password::of))
        .orElse(own.secret());
  }

  Tenant withPasswordFile(Optional<String> file) {
    return new Tenant(name, host, port, database, user, password, file, sslmode);
  }

  @Override
  public String toString() {
    return "tenant " + name;
  }
}
