package io.lockstep.adopt;

import io.lockstep.catalog.App;
import io.lockstep.targets.Version;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What another tool's table says of an app. */
sealed interface ToolHistory {
  /** Why that is not that all up to this version is applied and nothing after it; else empty. */
  Optional<String> objection(App app, Version version);

  /**
   * Only where it is.
   *
   * @param version empty for nothing
   * @param dirty whether the tool did not end its last step well
   */
  record At(Optional<Version> version, boolean dirty) implements ToolHistory {
    @Override
    public Optional<String> objection(App app, Version wanted) {
      if (dirty) {
        return Optional.of(
            "is dirty at "
                + text()
                + ": that migration did not end well, and may be there in part");
      }
      return version.filter(wanted::equals).isPresent()
          ? Optional.empty()
          : Optional.of("is at " + text());
    }

    private String text() {
      return version.map(Version::toString).orElse("zero");
    }
  }

  /**
   * Each version.
   *
   * @param applied what it has applied
   * @param baseline up to where all counts as applied
   */
  record Versions(Set<Version> applied, Optional<Version> baseline) implements ToolHistory {
    private static final int SHOWN = 5;

    @Override
    public Optional<String> objection(App app, Version version) {
      if (applied.isEmpty() && baseline.isEmpty()) {
        return Optional.of("has applied nothing of " + app.name());
      }
      NavigableSet<Version> missing =
          new TreeSet<>(app.migrations().headMap(version, true).keySet());
      missing.removeAll(applied);
      baseline.ifPresent(b -> missing.headSet(b, true).clear());
      NavigableSet<Version> more = new TreeSet<>(applied);
      more.removeAll(app.migrations().headMap(version, true).keySet());
      baseline.ifPresent(b -> more.headSet(b, true).clear());
      if (missing.isEmpty() && more.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          missing.isEmpty()
              ? "has applied " + text(more) + ", too"
              : "has not applied " + text(missing));
    }

    private static String text(Set<Version> versions) {
      String some =
          versions.stream().limit(SHOWN).map(Version::toString).collect(Collectors.joining(", "));
      return versions.size() > SHOWN ? some + " and " + (versions.size() - SHOWN) + " more" : some;
    }
  }

  /**
   * Only how many, since its migrations have names and no versions.
   *
   * @param executed how many it has applied
   */
  record Count(int executed) implements ToolHistory {
    @Override
    public Optional<String> objection(App app, Version version) {
      int wanted = app.migrations().headMap(version, true).size();
      return executed == wanted
          ? Optional.empty()
          : Optional.of(
              "has applied "
                  + executed
                  + " changesets, while up to "
                  + version
                  + " there are "
                  + wanted
                  + " migrations");
    }
  }
}
