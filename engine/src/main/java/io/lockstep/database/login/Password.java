package io.lockstep.database.login;

import java.nio.file.Path;

/** A role's password. One in a file is read each time, since a Secret's file changes in place. */
public sealed interface Password {
  /**
   * The password as it is now.
   *
   * @throws io.lockstep.LockstepException ({@link io.lockstep.ExitCode#USAGE}) if its file can't be
   *     read
   */
  String read();

  /** A password that does not change. */
  static Password of(String text) {
    return new Given(text);
  }

  /**
   * A password in a file, which must exist now, and may have another password later.
   *
   * @param asked the setting that names the file, for the message
   * @throws io.lockstep.LockstepException ({@link io.lockstep.ExitCode#USAGE}) if it can't be read
   */
  static Password in(Path file, String asked) {
    InFile password = new InFile(asked, file);
    password.read();
    return password;
  }

  /** The password in a connection URI in a file, which must exist now; empty if it has none. */
  static Password inUri(Path file, String asked) {
    InUri password = new InUri(asked, file);
    password.read();
    return password;
  }

  /** True if trying again can help with a wrong password: its file may change. */
  default boolean mayChange() {
    return true;
  }

  /** A password given as text. */
  record Given(String text) implements Password {
    @Override
    public String read() {
      return text;
    }

    @Override
    public boolean mayChange() {
      return false;
    }

    @Override
    public String toString() {
      return "a password";
    }
  }

  /**
   * A password in a file, like that of a mounted Secret. The path is followed at each reading:
   * Kubernetes replaces a symbolic link in it (..data) when the Secret changes.
   *
   * @param asked the setting that names the file, for messages
   */
  record InFile(String asked, Path file) implements Password {
    @Override
    public String read() {
      return PasswordFile.read(asked, file);
    }
  }

  /**
   * The same where the file has a whole connection URI.
   *
   * @param asked the setting that names the file, for messages
   */
  record InUri(String asked, Path file) implements Password {
    @Override
    public String read() {
      return ConnectionUri.in(file, asked).part("password").orElse("");
    }
  }
}
