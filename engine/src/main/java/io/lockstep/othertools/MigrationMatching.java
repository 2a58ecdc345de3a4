package io.lockstep.othertools;

import io.lockstep.catalog.App;
import io.lockstep.catalog.Migration;
import io.lockstep.targets.Version;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/** Matches what another tool has applied with an app's migrations, each of which fits once. */
final class MigrationMatching {
  private final TreeMap<Version, Migration> left;
  private final Set<Version> matched = new HashSet<>();

  MigrationMatching(App app) {
    this.left = new TreeMap<>(app.migrations());
  }

  /** Matches each with the oldest migration that is left and the same; returns the others. */
  <T> List<T> match(List<T> applied, BiPredicate<T, Migration> same) {
    List<T> others = new ArrayList<>();
    for (T one : applied) {
      Optional<Version> version =
          left.entrySet().stream()
              .filter(entry -> same.test(one, entry.getValue()))
              .map(Map.Entry::getKey)
              .findFirst();
      version.ifPresentOrElse(
          found -> {
            left.remove(found);
            matched.add(found);
          },
          () -> others.add(one));
    }
    return others;
  }

  /** The versions of the migrations that were matched. */
  Set<Version> matched() {
    return matched;
  }
}
