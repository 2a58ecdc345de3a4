package io.lockstep.run.step;

import io.lockstep.catalog.App;
import io.lockstep.catalog.Callback;
import io.lockstep.catalog.Callbacks;
import io.lockstep.catalog.callback.CallbackEvent;
import io.lockstep.database.Session;
import io.lockstep.history.UndoScriptReader;
import io.lockstep.plan.Plan;
import io.lockstep.plan.Step;
import io.lockstep.run.batch.BatchLoop;
import io.lockstep.run.batch.BatchProgressWriter;
import io.lockstep.run.report.ChangedRows;
import io.lockstep.run.session.FencedTransaction;
import io.lockstep.run.session.HistoryTableGone;
import io.lockstep.run.session.RunContext;
import io.lockstep.run.session.SchemaHistoryWriter;
import io.lockstep.run.session.TableLockRetries;
import io.lockstep.run.statement.ChangeResult;
import io.lockstep.run.statement.StatementFailed;
import io.lockstep.run.statement.TransactionRefused;
import io.lockstep.sql.BoundStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes a step of an app. Its script, the callbacks around that, its history row and its stored
 * undo script commit together (rule 2).
 */
final class StepExecutor {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.run");

  private final RunContext context;
  private final Session control;
  private final Plan plan;
  private final App app;
  private final Callbacks callbacks;
  private final StepLog steps;
  private final UnfinishedMark mark;
  private final ScriptRunner scripts;
  private final SchemaHistoryWriter history;
  private final UndoScriptWriter undos;
  private final SessionLocks locks;

  /**
   * @param control the session that holds the lock
   */
  StepExecutor(RunContext context, Session control, Plan plan, StepLog steps, UnfinishedMark mark) {
    this.plan = plan;
    this.app = plan.app();
    this.context = context;
    this.control = control;
    this.callbacks = plan.callbacks();
    this.steps = steps;
    this.mark = mark;
    this.scripts = new ScriptRunner(context);
    this.history = new SchemaHistoryWriter(context.work(), context.schema(), app);
    this.locks = new SessionLocks(context.work());
    this.undos = new UndoScriptWriter(context, app.name());
  }

  /** Executes a step; it can be called again after a failure. */
  void execute(Step step) throws SQLException {
    try {
      context.checkpoint();
      steps.begins(step);
      String sql = locks.in(read(step));
      Duration began = context.clock().elapsed();
      if (step instanceof Step.Call && step.noTransaction()) {
        scripts.withoutTransaction(() -> scripts.withoutTransaction(sql));
        StepTransaction.afterScript(context.work(), history.table());
        FencedTransaction.run(context, () -> record(step, began));
      } else if (step.noTransaction()) {
        mark.write(step);
        try {
          scripts.withoutTransaction(() -> surrounded(step, sql));
        } catch (StatementFailed e) {
          recordFailed(step, began, e);
          throw e;
        }
        endWithoutTransaction(step, began);
      } else if (step.batch().isPresent()) {
        inBatches(step, sql, began);
      } else {
        try (FencedTransaction transaction = FencedTransaction.begin(context)) {
          steps.runsIn(scripts.begin(before(step), sql));
          within(step, CallbackEvent.BEFORE_EACH_MIGRATE, scripts::inTransaction);
          scripts.inTransaction(sql);
          inTransaction(step, CallbackEvent.AFTER_EACH_MIGRATE);
          endInTransaction(step, began);
          transaction.commit();
        }
      }
      steps.committed(step, since(began));
    } catch (StatementFailed e) {
      throw e.callback().isPresent() ? e : e.atLine(fileLine(step, e.line()));
    } catch (HistoryTableGone e) {
      throw step.noTransaction() ? e : e.afterRollback(control.jdbc());
    } finally {
      locks.free();
    }
  }

  /**
   * Executes the step's statement until it changes no row. What is to commit with the step commits
   * with that last batch.
   */
  private void inBatches(Step step, String sql, Duration began) throws SQLException {
    BatchProgressWriter progress = new BatchProgressWriter(context, app.name(), step);
    boolean fresh = step instanceof Step.Undo && !mark.isWritten();
    ChangedRows before = fresh ? ChangedRows.NONE : progress.begun();
    steps.hasChanged(before);
    if (step.applies() && !callbacks.of(CallbackEvent.BEFORE_EACH_MIGRATE).isEmpty()) {
      beforeBatches(step);
    }
    BatchLoop loop = new BatchLoop(context, control, app, step, progress, before);
    loop.run(
        (size, atOneMoment) -> {
          try (FencedTransaction transaction = FencedTransaction.begin(context)) {
            if (atOneMoment) {
              StepTransaction.beginAtOneMoment(context.work());
            }
            steps.runsIn(StepTransaction.beforeScript(context, false));
            ChangeResult result = scripts.change(sql, size);
            if (result.rows() == 0 && !atOneMoment) {
              return 0; // others may have changed all rows that it has found
            } else if (result.rows() == 0) {
              inTransaction(step, CallbackEvent.AFTER_EACH_MIGRATE);
              endInTransaction(step, began);
              progress.ended();
            } else {
              loop.sees(result.statement());
              StepTransaction.afterScript(context.work(), steps.transaction(), history.table());
              loop.record(result.rows());
              markUndo(step);
            }
            transaction.commit();
            return result.rows();
          }
        },
        steps::hasChanged,
        steps::now);
  }

  private void beforeBatches(Step step) throws SQLException {
    TableLockRetries.<SQLException>untilObtained(
        context,
        () -> {
          try (FencedTransaction transaction = FencedTransaction.begin(context)) {
            steps.runsIn(StepTransaction.beforeScript(context, false));
            inTransaction(step, CallbackEvent.BEFORE_EACH_MIGRATE);
            StepTransaction.afterScript(context.work(), steps.transaction(), history.table());
            transaction.commit();
          }
        });
  }

  /** An undo that was begun leaves less than its version; an apply that was is not applied yet. */
  private void markUndo(Step step) {
    if (step instanceof Step.Undo) {
      mark.writeInTransaction(step);
    }
  }

  /** The line of the step's file; a stored undo script has its values, and lines of its own. */
  private static int fileLine(Step step, int line) {
    return step.onDisk().filter(file -> line > 0).map(file -> file.fileLine(line)).orElse(line);
  }

  private String read(Step step) {
    return step instanceof Step.Undo undo
        ? undo.undo().read(new UndoScriptReader(context.work().jdbc(), context.schema(), true))
        : step.onDisk().orElseThrow().readToRun();
  }

  /** Executes callbacks in the open transaction of a migration. */
  private void inTransaction(Step step, CallbackEvent event) {
    within(step, event, new ScriptRunner(context)::inTransaction);
  }

  private void surrounded(Step step, String sql) {
    within(step, CallbackEvent.BEFORE_EACH_MIGRATE, scripts::withoutTransaction);
    scripts.withoutTransaction(sql);
    within(step, CallbackEvent.AFTER_EACH_MIGRATE, scripts::withoutTransaction);
  }

  private List<Callback> before(Step step) {
    return step.applies() ? callbacks.of(CallbackEvent.BEFORE_EACH_MIGRATE) : List.of();
  }

  private void within(Step step, CallbackEvent event, Consumer<String> runner) {
    if (step.applies()) {
      callbacks.of(event).forEach(callback -> run(callback, runner));
    }
  }

  private void run(Callback callback, Consumer<String> runner) {
    try {
      runner.accept(locks.in(callback.script().readToRun()));
    } catch (StatementFailed e) {
      throw e.in(callback.script().toString());
    } catch (TransactionRefused e) {
      // The migration may well have a transaction.
      throw StatementFailed.behind(e).orElseThrow().in(callback.script().toString());
    }
  }

  /**
   * Executes the callbacks of an event that a failure is. Each has a transaction of its own: in
   * that of the migration that failed PostgreSQL executes nothing more.
   */
  void afterFailure(CallbackEvent event) throws SQLException {
    for (Callback callback : callbacks.of(event)) {
      String sql = callback.script().readToRun();
      try (FencedTransaction transaction = FencedTransaction.begin(context)) {
        Optional<Long> number = scripts.begin(List.of(), sql);
        run(callback, scripts::inTransaction);
        StepTransaction.afterScript(context.work(), number, history.table());
        transaction.commit();
      } finally {
        locks.free();
      }
      log.info("{}: done", callback.script());
    }
  }

  private void endInTransaction(Step step, Duration began) {
    StepTransaction.afterScript(context.work(), steps.transaction(), history.table());
    if (step.applies()) {
      context.observer().beforeCommit(context.work().connection());
    }
    record(step, began);
    if (!(step instanceof Step.Call)) {
      mark.remove(); // an earlier try may have begun the script without a transaction
    }
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
    Duration time = since(began);
    long millis = time.toMillis();
    Connection work = context.work().connection();
    if (step instanceof Step.Apply apply) {
      BoundStatement.execute(
          work, steps.recorded(step, time, history.applied(step, millis)), undos.stored(apply));
    } else if (step instanceof Step.Repeat) {
      BoundStatement.execute(work, steps.recorded(step, time, history.applied(step, millis)));
    } else if (step instanceof Step.Undo undo) {
      BoundStatement.execute(work, steps.recorded(step, time, history.undone(undo, millis)));
      history.recordRepeatablesDue();
      undos.forget(undo.version(), plan.leavesNothingAfter(undo.version()));
    } else { // Flyway's history has no rows of callbacks
      BoundStatement.execute(work, steps.recorded(step, time));
    }
  }

  private Duration since(Duration began) {
    return context.clock().elapsed().minus(began);
  }
}
