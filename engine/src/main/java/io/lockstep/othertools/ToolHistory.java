package io.lockstep.othertools;

import io.lockstep.catalog.App;
import io.lockstep.targets.Version;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What another tool's table says of an app. */
public sealed interface ToolHistory {
  /** Why that is not that all up to this version is applied and nothing after it; else empty. */
  Optional<String> objection(App app, Version version);

  /** The version of this app that it amounts to; empty for none, or if that can't be said. */
  Optional<Version> reached(App app);

  /** What it says, as a person would: {@code is at 2}. */
  String text();

  /**
   * Only where it is.
   *
   * @param version empty for nothing
   * @param dirty whether the tool did not end its last step well
   */
  record At(Optional<Version> version, boolean dirty) implements ToolHistory {
    @Override
    public Optional<String> objection(App app, Version wanted) {
      return !dirty && version.filter(wanted::equals).isPresent()
          ? Optional.empty()
          : Optional.of(text());
    }

    @Override
    public Optional<Version> reached(App app) {
      return version;
    }

    @Override
    public String text() {
      String at = version.map(Version::toString).orElse("zero");
      return dirty
          ? "is dirty at " + at + ": that migration did not end well, and may be there in part"
          : "is at " + at;
    }
  }

  /**
   * Each version.
   *
   * @param applied what it has applied
   * @param baseline up to where all counts as applied
   * @param others what it has applied and no migration of the app is, as the tool calls it
   */
  record Versions(Set<Version> applied, Optional<Version> baseline, List<String> others)
      implements ToolHistory {
    private static final int SHOWN = 5;

    /** Versions alone. */
    Versions(Set<Version> applied, Optional<Version> baseline) {
      this(applied, baseline, List.of());
    }

    @Override
    public Optional<String> objection(App app, Version version) {
      if (isNothing()) {
        return Optional.of("has applied nothing of " + app.name());
      }
      NavigableSet<Version> missing =
          new TreeSet<>(app.migrations().headMap(version, true).keySet());
      missing.removeAll(applied);
      baseline.ifPresent(b -> missing.headSet(b, true).clear());
      NavigableSet<Version> more = new TreeSet<>(applied);
      more.removeAll(app.migrations().headMap(version, true).keySet());
      baseline.ifPresent(b -> more.headSet(b, true).clear());
      if (!missing.isEmpty()) {
        return Optional.of("has not applied " + text(missing, List.of()));
      }
      return more.isEmpty() && others.isEmpty()
          ? Optional.empty()
          : Optional.of("has applied " + text(more, others) + ", too");
    }

    private boolean isNothing() {
      return applied.isEmpty() && baseline.isEmpty() && others.isEmpty();
    }

    @Override
    public Optional<Version> reached(App app) {
      return Stream.concat(applied.stream(), baseline.stream()).max(Comparator.naturalOrder());
    }

    @Override
    public String text() {
      return applied.isEmpty() && others.isEmpty()
          ? baseline.map(b -> "is at the baseline " + b).orElse("has applied nothing of this app")
          : "has applied " + text(new TreeSet<>(applied), others);
    }

    private static String text(Set<Version> versions, List<String> others) {
      List<String> all =
          Stream.concat(versions.stream().map(Version::toString), others.stream()).toList();
      String some = all.stream().limit(SHOWN).collect(Collectors.joining(", "));
      return all.size() > SHOWN ? some + " and " + (all.size() - SHOWN) + " more" : some;
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
              text() + ", while up to " + version + " there are " + wanted + " migrations");
    }

    @Override
    public Optional<Version> reached(App app) {
      return app.migrations().keySet().stream()
          .skip(Math.max(0, executed - 1L))
          .limit(Math.min(1, executed))
          .findFirst();
    }

    @Override
    public String text() {
      return "has applied " + executed + " changesets";
    }
  }

  /**
   * What says nothing of an app's versions: the tool's migrations can't be ours, file by file.
   *
   * @param text what it says
   */
  record OfItsOwn(String text) implements ToolHistory {
    @Override
    public Optional<String> objection(App app, Version version) {
      return Optional.empty();
    }

    @Override
    public Optional<Version> reached(App app) {
      return Optional.empty();
    }
  }
}
