package io.lockstep.catalog;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.fingerprint.ObjectPattern;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * Reads {@code drift.ignore=PATTERN, …} of an app's {@code lockstep.properties}; if there are
 * several such lines, all count.
 */
final class DriftSettings {
  private static final String KEY = "drift.ignore";

  /** A comma outside quotes and parentheses. */
  private static final Pattern COMMA =
      Pattern.compile(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)(?![^()]*\\))");

  private DriftSettings() {}

  /**
   * Reads the patterns; none if there is no such file.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) with the line of a bad pattern
   */
  static List<ObjectPattern> read(Path folder) throws IOException {
    Path file = folder.resolve("lockstep.properties");
    if (!Files.exists(file)) {
      return List.of();
    }
    List<ObjectPattern> patterns = new ArrayList<>();
    for (String value : values(file)) {
      for (String text : COMMA.splitAsStream(value).map(String::strip).toList()) {
        patterns.add(parse(file, text));
      }
    }
    return patterns;
  }

  private static List<String> values(Path file) throws IOException {
    List<String> values = new ArrayList<>();
    Properties properties =
        new Properties() {
          private static final long serialVersionUID = 1L;

          @Override
          public synchronized Object put(Object key, Object value) {
            if (key.equals(KEY)) {
              values.add((String) value);
            }
            return super.put(key, value);
          }
        };
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    return values;
  }

  private static ObjectPattern parse(Path file, String text) throws IOException {
    try {
      return ObjectPattern.parse(text);
    } catch (IllegalArgumentException bad) {
      throw new LockstepException(
              ExitCode.USAGE,
              file + line(file, text) + " says " + KEY + "=" + text,
              "that is no pattern: " + bad.getMessage(),
              ObjectPattern.RULE)
          .causedBy(bad);
    }
  }

  private static String line(Path file, String text) throws IOException {
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(text)) {
        return ", line " + (i + 1) + ",";
      }
    }
    return "";
  }
}
