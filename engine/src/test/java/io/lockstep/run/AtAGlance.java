package io.lockstep.run;

import io.lockstep.CancellableClock;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Connector;
import io.lockstep.database.Settings;
import io.lockstep.run.report.MigrateRequest;
import io.lockstep.run.report.RunListener;
import io.lockstep.run.report.RunReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/** A run as of one of many databases, which looks first whether there is anything to do. */
public final class AtAGlance {
  private AtAGlance() {}

  /** Looks, and migrates if that is not all. */
  public static RunReport run(
      Settings settings, Path folder, CancellableClock clock, MigrateRequest request) {
    Connector connector = new Connector(settings, clock, Duration.ZERO);
    try (DatabaseRuns runs =
        new DatabaseRuns(connector, CatalogReader.read(folder), clock, Set.of())) {
      return runs.glance(settings.schema(), request, RunListener.NONE)
          .orElseGet(() -> runs.migrate(settings.schema(), request, RunListener.NONE));
    }
  }
}
