package io.lockstep.fingerprint;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The difference between one fingerprint and an earlier one.
 *
 * @param changes by object
 */
public record FingerprintDifference(List<Change> changes) {
  /** Compares, and finds the change of each object that differs. */
  public static FingerprintDifference between(Fingerprint before, Fingerprint after) {
    TreeSet<String> keys = new TreeSet<>(before.objects().keySet());
    keys.addAll(after.objects().keySet());
    List<Change> changes = new ArrayList<>();
    for (String key : keys) {
      Optional<String> was = Optional.ofNullable(before.objects().get(key));
      Optional<String> is = Optional.ofNullable(after.objects().get(key));
      if (!was.equals(is)) {
        changes.add(new Change(key, was, is));
      }
    }
    return new FingerprintDifference(List.copyOf(changes));
  }

  /** One line each, as {@link Change#toString} has it. */
  public List<String> lines() {
    return changes.stream().map(Change::toString).toList();
  }

  /** True if nothing differs but enums, and these only by values that they have gained. */
  public boolean addsOnlyEnumValues() {
    return !changes.isEmpty() && changes.stream().allMatch(Change::addsEnumValues);
  }

  /**
   * The change of one object.
   *
   * @param object its kind and name
   * @param before its definition before; empty if it did not exist
   * @param after its definition now; empty if it is gone
   */
  public record Change(String object, Optional<String> before, Optional<String> after) {
    private static final int LONGEST = 200;

    /** {@code + …}, {@code - …}, or {@code ~ …: old → new} with the properties that differ. */
    @Override
    public String toString() {
      if (before.isEmpty()) {
        return "+ " + object;
      }
      return after.isEmpty()
          ? "- " + object
          : "~ " + object + ": " + difference(before.get(), after.get());
    }

    /** True if it is an enum that has all its values as before, and others. */
    private boolean addsEnumValues() {
      return object.startsWith("enum ")
          && before.isPresent()
          && after.isPresent()
          && before.get().lines().toList().equals(kept());
    }

    private List<String> kept() {
      List<String> was = before.orElse("").lines().toList();
      return after.orElse("").lines().filter(was::contains).toList();
    }

    /** True if only the version of an extension differs. */
    boolean isOfVersion() {
      return object.startsWith("extension ")
          && before.isPresent()
          && after.isPresent()
          && withoutVersion(before.get()).equals(withoutVersion(after.get()));
    }

    private static List<String> withoutVersion(String definition) {
      return definition.lines().filter(line -> !line.startsWith("version ")).toList();
    }

    private static String difference(String before, String after) {
      String lost = without(before, after);
      String gained = without(after, before);
      if (lost.isEmpty() && gained.isEmpty()) {
        return shortened(before) + " → " + shortened(after); // another order
      }
      if (lost.isEmpty()) {
        return "+ " + shortened(gained);
      }
      return gained.isEmpty()
          ? "- " + shortened(lost)
          : shortened(lost) + " → " + shortened(gained);
    }

    private static String without(String definition, String other) {
      Collection<String> others = other.lines().collect(Collectors.toCollection(ArrayList::new));
      return definition
          .lines()
          .filter(line -> !others.remove(line))
          .collect(Collectors.joining("\n"));
    }

    /** Puts them on one line, with the usual names of types. */
    private static String shortened(String lines) {
      String line =
          lines
              .lines()
              .map(String::strip)
              .collect(Collectors.joining(", "))
              .replaceAll("\\b(timestamp|time)(\\(\\d\\))? with time zone\\b", "$1tz$2")
              .replaceAll("\\b(timestamp|time)(\\(\\d\\))? without time zone\\b", "$1$2")
              .replaceAll("\\bcharacter varying\\b", "varchar");
      return line.length() > LONGEST ? line.substring(0, LONGEST) + " …" : line;
    }
  }
}
