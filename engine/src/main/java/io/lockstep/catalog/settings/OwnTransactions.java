package io.lockstep.catalog.settings;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import java.io.IOException;
import java.util.Optional;

/** What becomes of a script's own BEGIN and COMMIT, since its step is a transaction already. */
public enum OwnTransactions {
  /** A plan refuses the script. */
  REFUSED,
  /** They are passed over where that changes nothing: the file stays as another tool knows it. */
  PASSED_OVER;

  static final String KEY = "own-transactions";

  private static final String WORD = "passed-over";

  /** The line of {@code lockstep.properties} that has them passed over. */
  public static final String LINE = KEY + "=" + WORD;

  /**
   * Reads the setting.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) for another word
   */
  static OwnTransactions read(SettingsFile file) throws IOException {
    Optional<String> value = file.value(KEY);
    if (value.isPresent() && !value.get().equals(WORD)) {
      throw file.refused(
          KEY,
          value.get(),
          "nothing of that kind can be done with them",
          "Write " + LINE + ", or take the line out: then they are refused.");
    }
    return value.isPresent() ? PASSED_OVER : REFUSED;
  }
}
