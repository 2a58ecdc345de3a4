package io.lockstep.adopt;

import io.lockstep.catalog.App;
import io.lockstep.catalog.Catalog;
import io.lockstep.catalog.Migration;
import io.lockstep.history.AppHistory;
import io.lockstep.history.DatabaseState;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The part of a catalog that a database has: of the adopted apps the migrations that the other tool
 * has applied, of the others those in their history. If each app in it is migrated to its latest,
 * the result is the database's schema.
 *
 * @param catalog the part of it that is on disk
 * @param notes migrations that are applied and not on disk
 */
record AppliedCatalog(Catalog catalog, List<String> notes) {
  /**
   * Reduces a catalog.
   *
   * @param adopted the apps that are adopted, and up to which version
   */
  static AppliedCatalog of(Catalog catalog, DatabaseState state, Map<AppName, Version> adopted) {
    TreeMap<AppName, App> apps = new TreeMap<>();
    List<String> notes = new ArrayList<>();
    for (App app : catalog.apps().values()) {
      Version version = adopted.get(app.name());
      AppHistory history = state.history(app.name());
      apps.put(app.name(), version == null ? inForce(app, history) : upTo(app, version));
    }
    state
        .histories()
        .forEach(
            (name, history) ->
                history.applied().keySet().stream()
                    .filter(version -> !isOnDisk(catalog, name, version))
                    .forEach(version -> notes.add(unknown(name, version))));
    return new AppliedCatalog(catalog.with(apps), List.copyOf(notes));
  }

  /** The baseline scripts up to a version that stand for migrations which are not on disk. */
  private static NavigableMap<Version, Migration> baselines(App app, Optional<Version> reached) {
    TreeMap<Version, Migration> baselines = new TreeMap<>(app.baselines());
    baselines
        .keySet()
        .removeIf(
            v ->
                app.migrations().floorKey(v) != null
                    || reached.filter(at -> v.compareTo(at) <= 0).isEmpty());
    return baselines;
  }

  private static boolean isOnDisk(Catalog catalog, AppName name, Version version) {
    return catalog.app(name).filter(app -> app.knows(version)).isPresent();
  }

  private static String unknown(AppName app, Version version) {
    return app
        + " "
        + version
        + " is applied, but not on disk: what it has made counts as a difference";
  }

  private static App upTo(App app, Version version) {
    return app.only(
        app.migrations().headMap(version, true),
        baselines(app, Optional.of(version)),
        app.repeatables());
  }

  private static App inForce(App app, AppHistory history) {
    TreeMap<Version, Migration> migrations = new TreeMap<>(app.migrations());
    migrations
        .keySet()
        .removeIf(v -> !history.applied().containsKey(v) && !history.isBelowBaseline(v));
    return app.only(
        migrations,
        baselines(app, history.current()),
        app.repeatables().stream()
            .filter(repeatable -> history.repeatable(repeatable.description()).isPresent())
            .toList());
  }
}
