package io.lockstep.fingerprint;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which objects are not compared, because they are made while an application runs.
 *
 * @param all an object that one of them names is left out, with all that is a part of it
 */
public record ObjectPatterns(List<ObjectPattern> all) {
  /** All objects are compared. */
  public static final ObjectPatterns NONE = new ObjectPatterns(List.of());

  /**
   * What of these objects none of them names.
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

  /** Not to be changed. */
  public ObjectPatterns {
    all = List.copyOf(all);
  }
}
