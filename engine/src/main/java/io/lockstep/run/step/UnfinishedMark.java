package io.lockstep.run.step;

import io.lockstep.LockstepException;
import io.lockstep.plan.Plan;
import io.lockstep.plan.Step;
import io.lockstep.plan.check.InvalidIndexCheck;
import io.lockstep.run.session.FencedTransaction;
import io.lockstep.run.session.RunContext;
import io.lockstep.sql.RowNotWritten;
import io.lockstep.targets.AppName;
import java.sql.SQLException;
import java.util.Optional;

/**
 * An app's row in {@code lockstep.unfinished}. It exists from before a step without a transaction
 * begins until it has succeeded. PostgreSQL does not roll back such a step, so the next run must
 * see it after a kill, a lost connection or a failed statement.
 *
 * <p>The fence protects the mark: a process that has lost the lock can't write or remove one.
 * Repeatables have none: they stay due until they succeed. Each step has a note of the indexes that
 * were INVALID before it.
 */
final class UnfinishedMark {
  private final RunContext context;
  private final AppName app;
  private boolean written;
  private Optional<Step> noted = Optional.empty();

  UnfinishedMark(RunContext context, Plan plan) {
    this.context = context;
    this.app = plan.app().name();
    this.written = plan.unfinished().isPresent();
  }

  /** Writes the mark before the first statement of a step without a transaction, and commits. */
  void write(Step step) throws SQLException {
    FencedTransaction.run(
        context,
        () -> {
          writeInTransaction(step);
          halfDone().begins(app, step);
          noted = Optional.of(step);
        });
  }

  /** Writes the mark of a step in batches, in the open transaction of its first one. */
  void writeInTransaction(Step step) {
    step.migrationVersion()
        .ifPresent(
            version -> {
              insert(step, version.toString());
              written = true;
            });
  }

  /** True if the step was begun, here or in an earlier run. */
  boolean isWritten() {
    return written;
  }

  /** Overwrites the row of an earlier try of the same step. */
  private void insert(Step step, String version) {
    int rows =
        context
            .work()
            .jdbc()
            .sql(
                """
            insert into lockstep.unfinished (schema_name, app, version, action, script, holder)
            values (:schema, :app, :version, :action, :script, :holder)
            on conflict (schema_name, app) do update
               set version = excluded.version, action = excluded.action, script = excluded.script,
                   holder = excluded.holder, began_at = excluded.began_at
            """)
            .param("schema", context.schema())
            .param("app", app.text())
            .param("version", version)
            .param("action", step.action().toString())
            .param("script", step.script())
            .param("holder", context.lock().holder())
            .update();
    RowNotWritten.unlessOne(rows, "lockstep.unfinished");
  }

  /**
   * Checks a step without a transaction after its last statement.
   *
   * @throws LockstepException if it has left an INVALID index
   */
  void refuseRemains(Step step) {
    halfDone().refuseNew(app, step);
  }

  private InvalidIndexCheck halfDone() {
    return new InvalidIndexCheck(context.work().jdbc(), context.schema());
  }

  /**
   * Removes the mark and the note in the open transaction; the caller passes the fence. Sends no
   * statement if none can exist. The mark of a step that waits, while a repeatable runs, stays.
   */
  void remove() {
    if (written) {
      context
          .work()
          .jdbc()
          .sql("delete from lockstep.unfinished where schema_name = :schema and app = :app")
          .param("schema", context.schema())
          .param("app", app.text())
          .update();
    }
    if (written) {
      halfDone().ended(app);
    }
    noted
        .filter(step -> !written || step.migrationVersion().isEmpty())
        .ifPresent(step -> halfDone().ended(app, step));
    noted = Optional.empty();
  }
}
