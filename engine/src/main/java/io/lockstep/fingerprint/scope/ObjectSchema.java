package io.lockstep.fingerprint.scope;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the schema of an object by its key, which has it only for objects outside the home. */
final class ObjectSchema {
  private static final String NAME = "(?:\"((?:[^\"]|\"\")*)\"|([^\".(]+))";

  private static final Pattern KEY =
      Pattern.compile(
          "schema " + NAME + "|(?:" + String.join("|", ObjectPattern.WHOLE) + ") " + NAME + "\\..*",
          Pattern.DOTALL);

  private ObjectSchema() {}

  /**
   * The schema that a key names: of a schema itself, or of a table, type, routine or the like.
   *
   * @return empty for an object of the home schema, and for a part of another object
   */
  static Optional<String> of(String key) {
    Matcher matcher = KEY.matcher(key);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    for (int group = 1; group <= matcher.groupCount(); group += 2) {
      Optional<String> quoted = Optional.ofNullable(matcher.group(group));
      Optional<String> plain = Optional.ofNullable(matcher.group(group + 1));
      if (quoted.isPresent() || plain.isPresent()) {
        return quoted.map(name -> name.replace("\"\"", "\"")).or(() -> plain);
      }
    }
    return Optional.empty();
  }
}
