package io.lockstep.catalog;

import io.lockstep.fingerprint.ObjectPatterns;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;

/**
 * All apps on disk, as they were when they were read.
 *
 * @param ignored the objects that any of the apps excludes from comparison: made at run time
 */
public record Catalog(Path folder, SortedMap<AppName, App> apps, ObjectPatterns ignored) {
  /** This catalog with these apps only. */
  public Catalog with(SortedMap<AppName, App> some) {
    return new Catalog(folder, some, ignored);
  }

  /** The app of this name. */
  public Optional<App> app(AppName name) {
    return Optional.ofNullable(apps.get(name));
  }

  /** The app's migration of this version. */
  public Optional<Migration> migration(AppName name, Version version) {
    return app(name).map(app -> app.migrations().get(version));
  }
}
