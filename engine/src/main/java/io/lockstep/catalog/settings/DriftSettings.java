package io.lockstep.catalog.settings;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.fingerprint.scope.ObjectPattern;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads {@code drift.ignore=PATTERN, …}; if there are several such lines, all count. */
final class DriftSettings {
  static final String KEY = "drift.ignore";

  /** A comma outside quotes and parentheses. */
  private static final Pattern COMMA =
      Pattern.compile(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)(?![^()]*\\))");

  private DriftSettings() {}

  /**
   * Reads the patterns.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) with the line of a bad pattern
   */
  static List<ObjectPattern> read(SettingsFile file) throws IOException {
    List<ObjectPattern> patterns = new ArrayList<>();
    for (String value : file.values(KEY)) {
      for (String text : COMMA.splitAsStream(value).map(String::strip).toList()) {
        try {
          patterns.add(ObjectPattern.parse(text));
        } catch (IllegalArgumentException bad) {
          throw file.refused(
                  KEY, text, "that is no pattern: " + bad.getMessage(), ObjectPattern.RULE)
              .causedBy(bad);
        }
      }
    }
    return patterns;
  }
}
