package io.lockstep.database;

import io.lockstep.database.login.Password;

/**
 * The role for programs that only read.
 *
 * @param secret its password, never shown: {@link #toString()} leaves it out
 */
public record Reader(String user, Password secret) {
  /** A role with a password that does not change. */
  public Reader(String user, String password) {
    this(user, Password.of(password));
  }

  /**
   * The password as it is now.
   *
   * @throws io.lockstep.LockstepException ({@link io.lockstep.ExitCode#USAGE}) if its file can't be
   *     read
   */
  public String password() {
    return secret.read();
  }

  @Override
  public String toString() {
    return user;
  }
}
