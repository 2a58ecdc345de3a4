package io.lockstep.run;

import io.lockstep.Exit;
import io.lockstep.Problem;
import io.lockstep.database.SqlStates;
import io.lockstep.plan.Step;
import java.sql.SQLException;
import java.util.Optional;
import org.flywaydb.core.internal.sqlscript.FlywaySqlScriptException;

/** Tells a person what went wrong in a step. */
final class StepFailure {
  private static final int SHOWN = 160;

  private StepFailure() {}

  /** The migration's own failure: {@link Exit#MIGRATION_FAILED}. */
  static Problem of(Step step, Throwable thrown, Optional<String> blockers) {
    String what =
        SqlStates.sqlException(thrown)
            .map(StepFailure::firstLine)
            .orElse(String.valueOf(thrown.getMessage()));
    return new Problem(
            Exit.MIGRATION_FAILED,
            step.action() + " " + step.file() + where(thrown),
            what + blockers.map(b -> "; " + b).orElse(""),
            next(step))
        .causedBy(thrown);
  }

  private static String next(Step step) {
    return step.noTransaction()
        ? "It runs outside a transaction, so part of it may be done: see what is there, remove it, and run again. Earlier steps are kept."
        : "The step was rolled back, earlier ones are kept. Mend the file and run again.";
  }

  private static String where(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof FlywaySqlScriptException e) {
        return " line " + e.getLineNumber() + " (" + shortened(e.getStatement()) + ")";
      }
      if (t instanceof StatementFailed e) {
        return " line " + e.line() + " (" + shortened(e.sql()) + ")";
      }
    }
    return "";
  }

  private static String shortened(String sql) {
    String line = sql.strip().replaceAll("\\s+", " ");
    return line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
  }

  private static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("")
        + " (SQLSTATE "
        + e.getSQLState()
        + ")";
  }
}
