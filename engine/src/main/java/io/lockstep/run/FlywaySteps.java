package io.lockstep.run;

import io.lockstep.catalog.App;
import io.lockstep.plan.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.jspecify.annotations.Nullable;

/**
 * Has Flyway apply a segment. Flyway runs the callback on the migration's own connection and inside
 * its transaction: that is where its surroundings are set and the undo script is stored. The fence
 * stands before Flyway's commit, behind its history row.
 */
final class FlywaySteps {
  private final RunContext context;
  private final App app;
  private final StepLog steps;
  private final UnfinishedMark mark;
  private final AppFlyway flyway;
  private final ScriptRunner scripts;
  private final StoredMigrations stored;
  private final String history;
  private Optional<StatementFailed> failed = Optional.empty();

  FlywaySteps(
      RunContext context,
      App app,
      StepLog steps,
      UnfinishedMark mark,
      AppFlyway flyway,
      ScriptRunner scripts) {
    this.context = context;
    this.flyway = flyway;
    this.scripts = scripts;
    this.app = app;
    this.steps = steps;
    this.mark = mark;
    this.stored = new StoredMigrations(context, app.name());
    this.history = HistoryTable.qualified(context.schema(), app);
  }

  /**
   * Applies what of the segment is not applied yet, so that it can be called again after a failure.
   *
   * <p>Outside a transaction Flyway commits the history row by itself. The mark is removed after
   * it, not before: a process that dies between the two leaves a mark that is out of date, and not
   * a step that nobody knows of.
   */
  void run(Segment segment) throws SQLException {
    if (segment.noTransaction()) {
      // Flyway goes no further with the row of an earlier try in its table
      FencedTransaction.run(
          context, () -> new HistoryTable(context.work(), context.schema(), app).removeFailed());
    }
    Callback callback = new Callback(segment.steps());
    try {
      flyway.migrate(
          segment.steps().stream().map(step -> new StepMigration(step, this::execute)).toList(),
          callback);
    } catch (RuntimeException e) {
      // Flyway writes down that it has failed, and tells only of that where the session is gone
      throw failed.isPresent() ? failed.get() : e;
    }
    callback.openCommitted();
    if (segment.noTransaction()) {
      FencedTransaction.run(context, mark::remove);
    }
  }

  private void execute(Step step, String sql) {
    try {
      if (step.noTransaction()) {
        scripts.withoutTransaction(sql);
      } else {
        steps.runsIn(scripts.begin(sql));
        scripts.inTransaction(sql);
      }
    } catch (StatementFailed e) {
      failed = Optional.of(e);
      throw e;
    }
  }

  /** One step at a time, in the segment's order; Flyway takes versions in the same order. */
  private final class Callback extends BaseCallback {
    private final Deque<Step> waiting;
    private Optional<Step> open = Optional.empty();
    private Duration began = Duration.ZERO;
    private Duration took = Duration.ZERO;

    Callback(List<Step> segment) {
      this.waiting = new ArrayDeque<>(segment);
    }

    @Override
    public boolean supports(Event event, @Nullable Context c) {
      return event == Event.BEFORE_EACH_MIGRATE || event == Event.AFTER_EACH_MIGRATE;
    }

    @Override
    public void handle(Event event, Context c) {
      String script = c.getMigrationInfo().getScript();
      if (event == Event.BEFORE_EACH_MIGRATE) {
        before(script);
      } else {
        open.ifPresent(step -> after(step, context.work().connection()));
      }
    }

    private void before(String script) {
      openCommitted();
      context.checkpoint();
      Step step = next(script);
      open = Optional.of(step);
      steps.begins(step);
      began = context.pace().elapsed();
      if (step.noTransaction()) {
        writeMark(step);
      }
    }

    private void writeMark(Step step) {
      try {
        mark.write(step);
      } catch (SQLException e) {
        throw new IllegalStateException(e); // Flyway's callbacks may not throw it
      }
    }

    /** Flyway passes over what an earlier try has applied. */
    private Step next(String script) {
      while (!waiting.isEmpty()) {
        Step step = waiting.removeFirst();
        if (step.script().equals(script)) {
          return step;
        }
      }
      throw new IllegalStateException("Flyway began " + script + ", which is not planned");
    }

    private void after(Step step, Connection connection) {
      if (step.noTransaction()) {
        StepTransaction.afterScript(context.work(), history);
        mark.refuseRemains(step);
        storeUndo(step);
        context.lock().fence().pass(connection);
      } else {
        context.observer().beforeCommit(connection);
        StepTransaction.afterScript(context.work(), steps.transaction(), history);
        storeUndo(step);
        mark.remove(); // the script may have had no transaction when it was begun before
      }
      took = context.pace().elapsed().minus(began);
    }

    private void storeUndo(Step step) {
      if (step instanceof Step.Apply apply) {
        stored.store(apply);
      }
    }

    /** Flyway begins the next step, and returns, only when the open one has committed. */
    void openCommitted() {
      open.ifPresent(step -> steps.committed(step, took));
      open = Optional.empty();
    }
  }
}
