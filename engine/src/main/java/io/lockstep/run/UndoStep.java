package io.lockstep.run;

import io.lockstep.catalog.App;
import io.lockstep.history.StoredReader;
import io.lockstep.plan.Step;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** Takes one version back, which free Flyway can't. */
final class UndoStep {
  private final RunContext context;
  private final StepLog steps;
  private final UnfinishedMark mark;
  private final ScriptRunner scripts;
  private final HistoryTable history;
  private final StoredMigrations stored;
  private final String table;

  UndoStep(RunContext context, App app, StepLog steps, UnfinishedMark mark, ScriptRunner scripts) {
    this.context = context;
    this.steps = steps;
    this.mark = mark;
    this.scripts = scripts;
    this.history = new HistoryTable(context.work(), context.schema(), app);
    this.table = HistoryTable.qualified(context.schema(), app);
    this.stored = new StoredMigrations(context, app.name());
  }

  void run(Step.Undo step) throws SQLException {
    context.checkpoint();
    steps.begins(step);
    String sql = step.undo().read(new StoredReader(context.work().jdbc(), context.schema(), true));
    Duration began = context.pace().elapsed();
    if (step.noTransaction()) {
      outsideTransaction(step, sql, began);
    } else {
      FencedTransaction.run(context, () -> inTransaction(step, sql, began));
    }
    steps.committed(step, context.pace().elapsed().minus(began));
  }

  private void inTransaction(Step.Undo step, String sql, Duration began) {
    Optional<Long> transaction = scripts.begin(sql);
    steps.runsIn(transaction);
    scripts.inTransaction(sql);
    StepTransaction.afterScript(context.work(), transaction, table);
    record(step, began);
  }

  private void outsideTransaction(Step.Undo step, String sql, Duration began) throws SQLException {
    mark.write(step);
    scripts.withoutTransaction(sql);
    StepTransaction.afterScript(context.work(), table);
    mark.refuseRemains(step);
    FencedTransaction.run(context, () -> record(step, began));
  }

  private void record(Step.Undo step, Duration began) {
    history.recordUndo(step, context.pace().elapsed().minus(began).toMillis());
    history.recordRepeatablesDue();
    stored.forget(step.version());
    mark.remove();
  }
}
