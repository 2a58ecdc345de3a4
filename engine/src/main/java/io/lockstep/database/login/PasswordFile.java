package io.lockstep.database.login;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A password in a file, like that of a mounted Secret. */
public final class PasswordFile {
  private PasswordFile() {}

  /**
   * Reads it, without the end of its line.
   *
   * @param asked the setting that names the file, for the message
   * @throws LockstepException ({@link ExitCode#USAGE}) if it can't be read
   */
  public static String read(String asked, Path file) {
    try {
      return Files.readString(file).replaceAll("\\R$", "");
    } catch (IOException e) {
      throw new LockstepException(
              ExitCode.USAGE,
              asked,
              "the file can't be read",
              "Give the path of a file that holds what is asked for and nothing else.")
          .causedBy(e);
    }
  }
}
