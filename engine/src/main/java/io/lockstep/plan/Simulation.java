package io.lockstep.plan;

import io.lockstep.catalog.App;
import io.lockstep.catalog.Catalog;
import io.lockstep.catalog.Directives;
import io.lockstep.catalog.Migration;
import io.lockstep.catalog.Repeatable;
import io.lockstep.catalog.Requirement;
import io.lockstep.catalog.Script;
import io.lockstep.history.DatabaseState;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The migrations that will be applied after the steps planned so far, over all apps. */
final class Simulation {
  private final Catalog catalog;
  private final DatabaseState state;
  private final Map<AppName, NavigableSet<Version>> applied = new HashMap<>();
  private final Map<AppName, Map<Version, Planned>> planned = new HashMap<>();
  private final Map<AppName, Version> begun = new HashMap<>();
  private final Set<AppName> repeated = new HashSet<>();
  private final Set<AppName> takenBack = new HashSet<>();
  private int lastPlace;

  Simulation(Catalog catalog, DatabaseState state) {
    this.catalog = catalog;
    this.state = state;
    state
        .histories()
        .forEach((app, history) -> applied.put(app, new TreeSet<>(history.applied().keySet())));
  }

  NavigableSet<Version> applied(AppName app) {
    return applied.computeIfAbsent(app, a -> new TreeSet<>());
  }

  Optional<Version> current(AppName app) {
    NavigableSet<Version> versions = applied(app);
    return versions.isEmpty() ? baseline(app) : Optional.of(versions.last());
  }

  /** The version with which the app's history begins, if that is a baseline. */
  Optional<Version> baseline(AppName app) {
    return Optional.ofNullable(begun.get(app)).or(() -> state.history(app).baseline());
  }

  /** True if that baseline stands for this version. */
  boolean isBelowBaseline(AppName app, Version version) {
    return baseline(app).filter(baseline -> version.compareTo(baseline) <= 0).isPresent();
  }

  String currentText(AppName app) {
    return current(app).map(Version::toString).orElse("zero");
  }

  /** A version unknown to this image may have existed before: then a higher one is enough. */
  boolean fulfils(Requirement requirement) {
    Version version = requirement.version();
    AppName app = requirement.app();
    return applied(app).contains(version)
        || isBelowBaseline(app, version)
        || (onDisk(app, version).isEmpty() && isPassed(requirement));
  }

  /** True if the required app is at that version or a higher one. */
  boolean isPassed(Requirement requirement) {
    return current(requirement.app())
        .filter(version -> version.compareTo(requirement.version()) >= 0)
        .isPresent();
  }

  /** The app's scripts that may still have to run: what is not applied, and repeatables. */
  List<Script> pending(App app) {
    Stream<Script> migrations =
        app.migrations().values().stream()
            .filter(migration -> !applied(app.name()).contains(migration.version()))
            .flatMap(m -> Stream.concat(Stream.of(m.script()), m.undo().stream()));
    return Stream.concat(migrations, app.repeatables().stream().map(Repeatable::script)).toList();
  }

  void apply(AppName app, Version version, List<Requirement> needed) {
    applied(app).add(version);
    planned
        .computeIfAbsent(app, a -> new HashMap<>())
        .put(version, new Planned(++lastPlace, needed));
  }

  /** Lets the app's history begin with a baseline script. */
  void begin(AppName app, Version version) {
    begun.put(app, version);
  }

  /** Goes on as if this version were not applied, although it stays so until old pods are gone. */
  void without(AppName app, Version version) {
    applied(app).remove(version);
  }

  /** Ends that. */
  void again(AppName app, Version version) {
    applied(app).add(version);
  }

  /** Repeatables may depend on the version that was taken back: each is due again. */
  void undo(AppName app, Version version) {
    applied(app).remove(version);
    repeated.remove(app);
    takenBack.add(app);
  }

  /** True if a step of these plans applies it. */
  boolean isPlanned(AppName app, Version version) {
    return planned.getOrDefault(app, Map.of()).containsKey(version);
  }

  /**
   * The versions in the order in which they are to be taken back: the reversed order of
   * application, because a version that was applied out of order may depend on a higher one.
   */
  List<Version> newestFirst(AppName app, Collection<Version> versions) {
    return versions.stream()
        .sorted(Comparator.<Version>comparingLong(version -> order(app, version)).reversed())
        .toList();
  }

  /** Orders by the history's rank; planned versions come after all present ones. */
  private long order(AppName app, Version version) {
    Optional<Planned> here = Optional.ofNullable(planned.getOrDefault(app, Map.of()).get(version));
    return here.map(step -> Integer.MAX_VALUE + (long) step.place())
        .orElseGet(
            () ->
                Optional.ofNullable(state.history(app).applied().get(version))
                    .map(row -> (long) row.rank())
                    .orElse(Long.MIN_VALUE));
  }

  /** The app's repeatables that a migration to its latest must apply. */
  List<Repeatable> due(App app) {
    if (repeated.contains(app.name())) {
      return List.of();
    }
    if (takenBack.contains(app.name())) {
      return app.repeatables();
    }
    List<Repeatable> due = state.history(app.name()).due(app.repeatables());
    return app.repeatables().stream()
        .filter(repeatable -> due.contains(repeatable) || repeatable.isIncomparable())
        .toList();
  }

  /** Records that all due repeatables have a step. */
  void repeat(AppName app) {
    repeated.add(app);
  }

  /** The requirements of other apps' applied migrations that this app fulfils now. */
  List<Dependent> dependentsOn(AppName app) {
    Map<AppName, Map<Version, List<Requirement>>> stored = state.stored().requirementsOfOthers(app);
    return applied.keySet().stream()
        .filter(other -> !other.equals(app))
        .flatMap(other -> dependents(other, stored.getOrDefault(other, Map.of())))
        .filter(dependent -> dependent.requirement().app().equals(app))
        .filter(dependent -> fulfils(dependent.requirement()))
        .toList();
  }

  private Stream<Dependent> dependents(AppName app, Map<Version, List<Requirement>> stored) {
    return applied(app).stream()
        .flatMap(
            version ->
                requirements(app, version, stored).stream()
                    .map(requirement -> new Dependent(app, version, requirement)));
  }

  /** The requirements as planned here, else as stored when it was applied, else as in its file. */
  private List<Requirement> requirements(
      AppName app, Version version, Map<Version, List<Requirement>> stored) {
    return Optional.ofNullable(planned.getOrDefault(app, Map.of()).get(version))
        .map(Planned::requires)
        .or(() -> Optional.ofNullable(stored.get(version)))
        .or(
            () ->
                onDisk(app, version)
                    .map(m -> Directives.read(m.script(), m.script().read()).requires()))
        .orElse(List.of());
  }

  private Optional<Migration> onDisk(AppName app, Version version) {
    return catalog.app(app).map(App::migrations).map(m -> m.get(version));
  }

  /**
   * A migration that a step of these plans applies.
   *
   * @param place grows with each
   */
  private record Planned(int place, List<Requirement> requires) {}

  /** An applied migration and its requirement. */
  record Dependent(AppName app, Version version, Requirement requirement) {}
}
