package io.lockstep;

import io.lockstep.database.Settings;
import io.lockstep.database.login.Password;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A role that must give its password, whose file is as Kubernetes mounts a Secret: a link to a link
 * to a folder, of which the one in the middle is swapped.
 */
public final class RotatingRole {
  private static final String NAME = "rotating";

  private final OwnServer server;
  private final Path mount;
  private int versions;

  private RotatingRole(OwnServer server, Path mount) {
    this.server = server;
    this.mount = mount;
  }

  /**
   * Makes it, with the password {@code first}.
   *
   * @param mount an empty folder for the Secret
   */
  public static RotatingRole on(OwnServer server, Path mount) {
    try {
      PasswordLogin.require(server.jdbc(), NAME);
      server.jdbc().sql("create role " + NAME + " superuser login").update();
      Files.createSymbolicLink(mount.resolve("password"), Path.of("..data/password"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    RotatingRole role = new RotatingRole(server, mount);
    role.rotate("first");
    return role;
  }

  /** Its name. */
  public String name() {
    return NAME;
  }

  /** As this role, with the password in the file. */
  public Settings settings() {
    Settings admin = server.settings();
    return new Settings(
        admin.host(),
        admin.port(),
        admin.database(),
        NAME,
        Password.in(file(), "the test's file"),
        admin.tls(),
        admin.schema(),
        Settings.UTC);
  }

  /** Where the password is. */
  public Path file() {
    return mount.resolve("password");
  }

  /** On the server and in the file. */
  public void rotate(String password) {
    changeOnServer(password);
    changeFile(password);
  }

  /** For new connections. */
  public void changeOnServer(String password) {
    server.jdbc().sql("alter role " + NAME + " password '" + password + "'").update();
  }

  /** In a new folder, to which the link is swapped. */
  public void changeFile(String password) {
    try {
      String version = "..version" + versions++;
      Files.createDirectory(mount.resolve(version));
      Files.writeString(mount.resolve(version).resolve("password"), password + "\n");
      Path next = Files.createSymbolicLink(mount.resolve("..data_tmp"), Path.of(version));
      Files.move(next, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
