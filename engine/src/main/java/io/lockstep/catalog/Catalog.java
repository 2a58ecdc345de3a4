package io.lockstep.catalog;

import io.lockstep.catalog.settings.UndoPolicy;
import io.lockstep.fingerprint.scope.ObjectPatterns;
import io.lockstep.placeholders.DatabaseValues;
import io.lockstep.targets.AppName;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * All apps on disk, as they were when they were read.
 *
 * @param ignored the objects that any of the apps excludes from comparison: made at run time
 */
public record Catalog(Path folder, SortedMap<AppName, App> apps, ObjectPatterns ignored) {
  /**
   * This catalog with Flyway's own placeholders as they are in a database, which is asked only if
   * an app has placeholders.
   */
  public Catalog in(Supplier<DatabaseValues> database) {
    if (apps.values().stream().noneMatch(App::replacesPlaceholders)) {
      return this;
    }
    DatabaseValues values = database.get();
    SortedMap<AppName, App> there = new TreeMap<>(apps);
    there.replaceAll((name, app) -> app.in(values));
    return with(there);
  }

  /** This catalog with these apps only. */
  public Catalog with(SortedMap<AppName, App> some) {
    return new Catalog(folder, some, ignored);
  }

  /** This catalog, with this policy for the apps whose settings have none. */
  public Catalog orUndo(UndoPolicy otherwise) {
    SortedMap<AppName, App> all = new TreeMap<>(apps);
    all.replaceAll((name, app) -> app.orUndo(otherwise));
    return with(all);
  }

  /** The app of this name. */
  public Optional<App> app(AppName name) {
    return Optional.ofNullable(apps.get(name));
  }
}
