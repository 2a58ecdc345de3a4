package io.lockstep.importing.source;

import io.lockstep.othertools.NumberedName;
import io.lockstep.targets.Version;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The names of a tool's migrations, with a version each where they begin with a number. */
public final class NumberedNames {
  private final Map<String, Version> versions = new HashMap<>();

  private NumberedNames() {}

  /**
   * Takes the numbers for versions, of which the second of one gets a .1.
   *
   * @param order the names, in the tool's order
   */
  public static NumberedNames of(List<String> order) {
    NumberedNames names = new NumberedNames();
    Map<Version, Integer> used = new HashMap<>();
    for (String name : order) {
      NumberedName.of(name)
          .digits()
          .ifPresent(
              digits -> {
                int before = used.merge(Version.of(digits), 1, Integer::sum) - 1;
                names.versions.put(name, Version.of(before == 0 ? digits : digits + "." + before));
              });
    }
    return names;
  }

  /** What is said of files of one number, and what to know beside that. */
  public static Note severalOfOneNumber(String next) {
    return Note.fact(
        "several files of one number",
        "they are taken in the order of their names, as 0002, 0002.1 and so on",
        next);
  }

  /** The version; empty if the name has no number. */
  public Optional<Version> version(String name) {
    return Optional.ofNullable(versions.get(name));
  }

  /** The name without its number. */
  public String title(String name) {
    return NumberedName.of(name).title();
  }
}
