package io.lockstep.database;

/**
 * The role for programs that only look.
 *
 * @param password never shown: {@link #toString()} leaves it out
 */
public record Reader(String user, String password) {
  @Override
  public String toString() {
    return user;
  }
}
