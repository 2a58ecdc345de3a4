package io.lockstep.plan.check;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.history.AppHistory;
import io.lockstep.history.HistoryRow;
import io.lockstep.plan.Plan;
import io.lockstep.plan.Step;

/**
 * Refuses to apply anything where the app's history has a row of a type that Flyway's free edition,
 * which applies migrations here, does not know: UNDO_SQL of its paid editions, or types that very
 * old versions have written (JdbcTableSchemaHistory.refreshCache).
 */
final class UnreadableRows {
  private UnreadableRows() {}

  /**
   * Checks a plan that applies something; Flyway takes no part in one that only takes back.
   *
   * @throws LockstepException ({@link ExitCode#REFUSED}) naming the type, and the type to replace
   *     it with
   */
  static void refuse(Plan plan, AppHistory history) {
    if (plan.steps().stream().allMatch(Step.Undo.class::isInstance)) {
      return;
    }
    history
        .unreadable()
        .ifPresent(
            row -> {
              throw refused(plan, row);
            });
  }

  private static LockstepException refused(Plan plan, HistoryRow row) {
    String table = plan.app().historyTable();
    return new LockstepException(
        ExitCode.REFUSED,
        "target \"" + plan.target() + "\"",
        table
            + " has a row of the type "
            + row.type()
            + ", which free Flyway can't read, so that nothing can be applied",
        "Write what it means: UPDATE %s SET type = '%s' WHERE type = '%s'; then run again."
            .formatted(table, row.takesBack() ? "DELETE" : "SQL", row.type()));
  }
}
