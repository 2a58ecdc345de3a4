package io.lockstep.fingerprint;

import io.lockstep.fingerprint.text.RoutineText;
import io.lockstep.fingerprint.text.ShownDifference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

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

  /** True if nothing differs that means anything. */
  public boolean meansNothing() {
    return changes.stream().allMatch(Change::isOfBlanks);
  }

  /** True if nothing differs but blanks that mean nothing. */
  public boolean isOfBlanks() {
    return !changes.isEmpty() && meansNothing();
  }

  /**
   * The change of one object.
   *
   * @param object its kind and name
   * @param before its definition before; empty if it did not exist
   * @param after its definition now; empty if it is gone
   */
  public record Change(String object, Optional<String> before, Optional<String> after) {
    /** {@code + …}, {@code - …}, or {@code ~ …: old → new} with the properties that differ. */
    @Override
    public String toString() {
      String name = ShownDifference.visible(object);
      if (before.isEmpty()) {
        return "+ " + name;
      }
      if (after.isEmpty()) {
        return "- " + name;
      }
      return "~ "
          + name
          + ": "
          + (isOfBlanks() ? "only blanks differ" : ShownDifference.of(before.get(), after.get()));
    }

    /** True if only blanks differ that mean nothing. */
    boolean isOfBlanks() {
      return before.isPresent()
          && after.isPresent()
          && (object.startsWith("comment ")
              ? words(before.get()).equals(words(after.get()))
              : RoutineText.differsInBlanks(before.get(), after.get()));
    }

    /** True if it is a routine's, and only comments and blanks in it differ. */
    boolean isOfComments() {
      return before.isPresent()
          && after.isPresent()
          && RoutineText.differsInComments(before.get(), after.get());
    }

    private static String words(String comment) {
      return comment.strip().replaceAll("\\s+", " ");
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
  }
}
