package io.lockstep.fingerprint.scope;

import io.lockstep.fingerprint.Fingerprint;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The objects that are not compared, because they are made while an application runs.
 *
 * @param all patterns; an object that one of them names is left out, with all its parts
 */
public record ObjectPatterns(List<ObjectPattern> all) {
  /** All objects are compared. */
  public static final ObjectPatterns NONE = new ObjectPatterns(List.of());

  /**
   * The objects that none of the patterns names.
   *
   * @param home the schema whose objects are named without it
   */
  public Fingerprint leftOutOf(Fingerprint fingerprint, String home) {
    if (all.isEmpty()) {
      return fingerprint;
    }
    Pattern any =
        Pattern.compile(
            all.stream()
                .map(pattern -> "(?:" + pattern.regex(home) + ")")
                .collect(Collectors.joining("|")),
            Pattern.DOTALL);
    return fingerprint.without(key -> any.matcher(key).matches());
  }

  /** True if one of them names this schema as a whole. */
  boolean leaveOut(String schema) {
    return all.stream().anyMatch(pattern -> pattern.isOfSchema(schema));
  }

  /** What the patterns mean, one text each. */
  List<String> texts(String home) {
    return all.stream().map(pattern -> pattern.regex(home)).toList();
  }

  public ObjectPatterns {
    all = List.copyOf(all);
  }
}
