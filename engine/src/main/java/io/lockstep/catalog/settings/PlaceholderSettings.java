package io.lockstep.catalog.settings;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.placeholders.Placeholders;
import io.lockstep.placeholders.Placeholders.Use;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code placeholders.NAME=VALUE}, and Flyway's own settings of placeholders under the names
 * that Flyway gives them.
 */
final class PlaceholderSettings {
  static final String VALUE = "placeholders.";
  private static final String REPLACEMENT = "placeholderReplacement";
  private static final String PREFIX = "placeholderPrefix";
  private static final String SUFFIX = "placeholderSuffix";
  private static final String SEPARATOR = "placeholderSeparator";
  static final List<String> KEYS = List.of(REPLACEMENT, PREFIX, SUFFIX, SEPARATOR);

  private PlaceholderSettings() {}

  /**
   * Reads them; if there is one, or a variable, placeholders are replaced.
   *
   * @param variables of the environment, by the rest of their names
   * @throws LockstepException ({@link ExitCode#USAGE}) for a value that is none
   */
  static Placeholders read(SettingsFile file, Map<String, String> variables) throws IOException {
    Map<String, String> values = new HashMap<>();
    for (SettingsFile.Setting setting : file.entries(key -> key.startsWith(VALUE))) {
      values.put(setting.key().substring(VALUE.length()).toLowerCase(Locale.ROOT), setting.value());
    }
    boolean configured =
        !values.isEmpty() || !variables.isEmpty() || !file.entries(KEYS::contains).isEmpty();
    Placeholders defaults = Placeholders.NONE;
    return new Placeholders(
        use(file, configured ? Use.REPLACED : Use.NOT_CONFIGURED),
        sign(file, PREFIX, defaults.prefix()),
        sign(file, SUFFIX, defaults.suffix()),
        sign(file, SEPARATOR, defaults.separator()),
        variables,
        values,
        defaults.own());
  }

  private static Use use(SettingsFile file, Use otherwise) throws IOException {
    Optional<String> value = file.value(REPLACEMENT);
    if (value.isEmpty()) {
      return otherwise;
    }
    return switch (value.get().toLowerCase(Locale.ROOT)) {
      case "true" -> Use.REPLACED;
      case "false" -> Use.TEXT;
      default ->
          throw file.refused(
              REPLACEMENT, value.get(), "that is neither true nor false", "Write one of them.");
    };
  }

  private static String sign(SettingsFile file, String key, String otherwise) throws IOException {
    String sign = file.value(key).orElse(otherwise);
    if (sign.isEmpty()) {
      throw file.refused(
          key, "", "it is empty, so no placeholder could be seen", "Write it, or leave it out.");
    }
    return sign;
  }
}
