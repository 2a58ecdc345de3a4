package io.lockstep.run.step;

import io.lockstep.catalog.App;
import io.lockstep.history.UndoScriptReader;
import io.lockstep.plan.Step;
import io.lockstep.run.session.FencedTransaction;
import io.lockstep.run.session.RunContext;
import io.lockstep.run.session.SchemaHistoryWriter;
import io.lockstep.run.statement.StatementFailed;
import io.lockstep.sql.BoundStatement;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Executes a step of an app. Its script, its history row and its stored undo script commit together
 * (rule 2).
 */
final class StepExecutor {
  private final RunContext context;
  private final StepLog steps;
  private final UnfinishedMark mark;
  private final ScriptRunner scripts;
  private final SchemaHistoryWriter history;
  private final UndoScriptWriter undos;

  StepExecutor(RunContext context, App app, StepLog steps, UnfinishedMark mark) {
    this.context = context;
    this.steps = steps;
    this.mark = mark;
    this.scripts = new ScriptRunner(context);
    this.history = new SchemaHistoryWriter(context.work(), context.schema(), app);
    this.undos = new UndoScriptWriter(context, app.name());
  }

  /** Executes a step; it can be called again after a failure. */
  void execute(Step step) throws SQLException {
    try {
      context.checkpoint();
      steps.begins(step);
      String sql = read(step);
      Duration began = context.clock().elapsed();
      if (step.noTransaction()) {
        mark.write(step);
        try {
          scripts.withoutTransaction(sql);
        } catch (StatementFailed e) {
          recordFailed(step, began, e);
          throw e;
        }
        endWithoutTransaction(step, began);
      } else {
        try (FencedTransaction transaction = FencedTransaction.begin(context)) {
          steps.runsIn(scripts.begin(sql));
          scripts.inTransaction(sql);
          endInTransaction(step, began);
          transaction.commit();
        }
      }
      steps.committed(step, since(began));
    } catch (StatementFailed e) {
      throw e.atLine(fileLine(step, e.line()));
    }
  }

  /** The line of the step's file; a stored undo script has its values, and lines of its own. */
  private static int fileLine(Step step, int line) {
    return step.onDisk().filter(file -> line > 0).map(file -> file.fileLine(line)).orElse(line);
  }

  private String read(Step step) {
    if (step instanceof Step.Undo undo) {
      return undo.undo().read(new UndoScriptReader(context.work().jdbc(), context.schema(), true));
    }
    return step.onDisk().orElseThrow().readToRun();
  }

  private void endInTransaction(Step step, Duration began) {
    if (!(step instanceof Step.Undo)) {
      context.observer().beforeCommit(context.work().connection());
    }
    StepTransaction.afterScript(context.work(), steps.transaction(), history.table());
    record(step, began);
    mark.remove(); // an earlier try may have begun the script without a transaction
  }

  /**
   * Removes the mark after writing the history row: a process that dies between the two leaves an
   * outdated mark, but no unknown step.
   */
  private void endWithoutTransaction(Step step, Duration began) throws SQLException {
    StepTransaction.afterScript(context.work(), history.table());
    mark.refuseRemains(step);
    FencedTransaction.run(context, () -> record(step, began));
    FencedTransaction.run(context, mark::remove);
  }

  /** Records the failure as stock Flyway does, which then refuses to go on until its repair. */
  private void recordFailed(Step step, Duration began, StatementFailed because) {
    if (step instanceof Step.Undo) {
      return; // Flyway has no row for a failed undo
    }
    try {
      FencedTransaction.run(context, () -> history.recordFailed(step, since(began).toMillis()));
    } catch (SQLException | RuntimeException e) {
      because.addSuppressed(e); // the session or the lock is lost, and Lockstep's own mark stays
    }
  }

  private void record(Step step, Duration began) {
    long millis = since(began).toMillis();
    if (step instanceof Step.Apply apply) {
      BoundStatement.execute(
          context.work().jdbc(), history.applied(apply, millis), undos.stored(apply));
    } else if (step instanceof Step.Repeat repeat) {
      BoundStatement.execute(context.work().jdbc(), history.applied(repeat, millis));
    } else if (step instanceof Step.Undo undo) {
      history.recordUndo(undo, millis);
      history.recordRepeatablesDue();
      undos.forget(undo.version());
    }
  }

  private Duration since(Duration began) {
    return context.clock().elapsed().minus(began);
  }
}
