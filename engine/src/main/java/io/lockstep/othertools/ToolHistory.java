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

/** An app's state according to another tool's table. */
public sealed interface ToolHistory {
  /**
   * The reason why the tool's history is not exactly "everything up to {@code version}", if there
   * is one.
   */
  Optional<String> objection(App app, Version version);

  /** The version of this app that it corresponds to; empty for none, or if it is unknown. */
  Optional<Version> reached(App app);

  /** The state in words: {@code is at 2}. */
  String text();

  /**
   * A history that has only the current version.
   *
   * @param version empty for nothing
   * @param dirty true if the tool's last step did not end well
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
      return dirty ? new Failed(at).text() : "is at " + at;
    }
  }

  /**
   * A history that has a migration that did not end well.
   *
   * @param migration its version or name
   */
  record Failed(String migration) implements ToolHistory {
    @Override
    public Optional<String> objection(App app, Version wanted) {
      return Optional.of(text());
    }

    @Override
    public Optional<Version> reached(App app) {
      return Optional.empty();
    }

    @Override
    public String text() {
      return "is dirty at "
          + migration
          + ": that migration did not end well, and may be there in part";
    }
  }

  /**
   * A history that has each version.
   *
   * @param applied the versions that the tool has applied
   * @param baseline the version up to which all count as applied
   * @param others the tool's names for applied migrations that the app does not have
   */
  record Versions(Set<Version> applied, Optional<Version> baseline, List<String> others)
      implements ToolHistory {
    private static final int SHOWN = 5;

    /** A history of versions alone. */
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
      more.removeIf(v -> v.compareTo(version) <= 0 && app.knows(v));
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
   * A history that has only a count, since the tool's migrations have names and no versions.
   *
   * @param executed the number that the tool has applied
   * @param text the same in words
   */
  record Count(int executed, String text) implements ToolHistory {
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
  }

  /**
   * A history without an app's versions: the tool's migrations can't be ours, file by file.
   *
   * @param text the state in words
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
