package io.lockstep.program;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.database.login.ConnectionUri;
import io.lockstep.database.login.Password;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The address, the role and perhaps its password in one.
 *
 * @param name the setting that gives it, for messages
 * @param file the file that holds it, if it is POSTGRES_URI_FILE
 */
record UriSetting(String name, Optional<Path> file, ConnectionUri uri) {
  private static final String VARIABLE = "POSTGRES_URI";
  private static final String FILE = "POSTGRES_URI_FILE";
  private static final List<String> PARTS =
      List.of("POSTGRES_HOST", "POSTGRES_PORT", "POSTGRES_DB", "POSTGRES_USER");
  private static final List<String> PASSWORDS =
      List.of("POSTGRES_PASSWORD", "POSTGRES_PASSWORD_FILE");

  /**
   * Reads it, if it is there.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) if it is no URI, or a setting says the same
   */
  static Optional<UriSetting> in(EnvironmentSettings settings) {
    Optional<UriSetting> found =
        settings
            .value(FILE)
            .map(path -> ofFile(path, FILE + "=" + path))
            .or(
                () ->
                    settings
                        .secretValue(VARIABLE)
                        .map(
                            text ->
                                new UriSetting(
                                    VARIABLE, Optional.empty(), ConnectionUri.of(text, VARIABLE))));
    found.ifPresent(setting -> setting.refuseSecond(settings));
    return found;
  }

  private static UriSetting ofFile(String path, String name) {
    Path file = Path.of(path);
    return new UriSetting(name, Optional.of(file), ConnectionUri.in(file, name));
  }

  private void refuseSecond(EnvironmentSettings settings) {
    refuseAnyOf(PARTS, settings);
    if (part("password").isPresent()) {
      refuseAnyOf(PASSWORDS, settings);
    }
  }

  private void refuseAnyOf(List<String> others, EnvironmentSettings settings) {
    for (String other : others) {
      if (settings.value(other).isPresent()) {
        throw new LockstepException(
            ExitCode.USAGE,
            name,
            other + " is set as well, in the environment or in .env",
            "Set one of them.");
      }
    }
  }

  Optional<String> part(String keyword) {
    return uri.part(keyword);
  }

  /** Its password; one in a file is read again for each session. */
  Optional<Password> password() {
    return part("password")
        .map(text -> file.map(path -> Password.inUri(path, name)).orElse(Password.of(text)));
  }

  /** Its database; the one with the user's name if it has none, as for psql. */
  Optional<String> database() {
    return part("dbname").or(() -> part("user"));
  }
}
