package io.lockstep.plan;

import io.lockstep.catalog.App;
import io.lockstep.catalog.Catalog;
import io.lockstep.catalog.Directives;
import io.lockstep.catalog.Migration;
import io.lockstep.catalog.Requirement;
import io.lockstep.history.DatabaseState;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which versions will be applied after the steps planned so far, over all apps. */
final class Simulation {
  private final Catalog catalog;
  private final DatabaseState state;
  private final Map<AppName, NavigableSet<Version>> applied = new HashMap<>();
  private final Map<AppName, Map<Version, List<Requirement>>> planned = new HashMap<>();

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
    return versions.isEmpty() ? state.history(app).baseline() : Optional.of(versions.last());
  }

  String currentText(AppName app) {
    return current(app).map(Version::toString).orElse("zero");
  }

  boolean fulfils(Requirement requirement) {
    return current(requirement.app())
        .filter(v -> v.compareTo(requirement.version()) >= 0)
        .isPresent();
  }

  void apply(AppName app, Version version, List<Requirement> needed) {
    applied(app).add(version);
    planned.computeIfAbsent(app, a -> new HashMap<>()).put(version, needed);
  }

  void undo(AppName app, Version version) {
    applied(app).remove(version);
  }

  /** What the applied migrations of other apps need of this one. */
  List<Dependent> dependentsOn(AppName app) {
    Map<AppName, Map<Version, List<Requirement>>> stored = state.stored().requirementsOfOthers(app);
    return applied.keySet().stream()
        .filter(other -> !other.equals(app))
        .flatMap(other -> dependents(other, stored.getOrDefault(other, Map.of())))
        .filter(dependent -> dependent.requirement().app().equals(app))
        .toList();
  }

  private Stream<Dependent> dependents(AppName app, Map<Version, List<Requirement>> stored) {
    return applied(app).stream()
        .flatMap(
            version ->
                requirements(app, version, stored).stream()
                    .map(requirement -> new Dependent(app, version, requirement)));
  }

  /** As planned here, else as stored when it was applied, else as its file says. */
  private List<Requirement> requirements(
      AppName app, Version version, Map<Version, List<Requirement>> stored) {
    return Optional.ofNullable(planned.getOrDefault(app, Map.of()).get(version))
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

  /** An applied migration and what it needs. */
  record Dependent(AppName app, Version version, Requirement requirement) {}
}
