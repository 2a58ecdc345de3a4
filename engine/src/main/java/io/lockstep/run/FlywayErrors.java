package io.lockstep.run;

import io.lockstep.plan.Step;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.internal.exception.FlywayMigrateException;

/** Finds the step that Flyway speaks of. */
final class FlywayErrors {
  private FlywayErrors() {}

  /** The step of the segment that failed; the first if the error names none. */
  static Step failedStep(Segment segment, Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof FlywayMigrateException e) {
        MigrationInfo migration = e.getMigration();
        for (Step step : segment.steps()) {
          if (step.script().equals(migration.getScript())) {
            return step;
          }
        }
      }
    }
    return segment.steps().get(0);
  }
}
