package io.lockstep.plan;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.history.AppHistory;
import io.lockstep.history.HistoryRow;

/**
 * Refuses to apply anything where the app's history has a row of a type that Flyway's free edition,
 * which applies migrations here, does not know: UNDO_SQL of its paid ones, or what versions long
 * past have written (JdbcTableSchemaHistory.refreshCache).
 */
final class UnreadableRows {
  private UnreadableRows() {}

  /**
   * Looks at a plan that applies something; what is only taken back is not Flyway's to do.
   *
   * @throws LockstepException ({@link ExitCode#REFUSED}) naming the type, and how to write what it
   *     means
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
