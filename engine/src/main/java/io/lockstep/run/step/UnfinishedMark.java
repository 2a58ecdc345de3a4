package io.lockstep.run.step;

import io.lockstep.LockstepException;
import io.lockstep.plan.Plan;
import io.lockstep.plan.Step;
import io.lockstep.plan.check.InvalidIndexCheck;
import io.lockstep.run.session.FencedTransaction;
import io.lockstep.run.session.RunContext;
import io.lockstep.targets.AppName;
import java.sql.SQLException;

/**
 * An app's row in {@code lockstep.unfinished}. It is written before a step without a transaction
 * begins and removed when that step has ended well: PostgreSQL rolls nothing of such a step back,
 * so whoever comes after a kill, a lost connection or a failed statement must see it.
 *
 * <p>Both are done under the fence: a process that has lost the lock marks nothing, and removes
 * nobody else's mark. Repeatables are not marked; they stay due until they have run whole. Of each
 * step a note is kept which indexes were INVALID before it.
 */
final class UnfinishedMark {
  private final RunContext context;
  private final AppName app;
  private boolean written;

  UnfinishedMark(RunContext context, Plan plan) {
    this.context = context;
    this.app = plan.app().name();
    this.written = plan.unfinished().isPresent();
  }

  /** Before the first statement of a step without a transaction, whatever its kind; commits. */
  void write(Step step) throws SQLException {
    FencedTransaction.run(
        context,
        () -> {
          step.migrationVersion().ifPresent(version -> insert(step, version.toString()));
          halfDone().begins(app, step);
          written = true;
        });
  }

  /** The row may be there already, from an earlier try of the same step. */
  private void insert(Step step, String version) {
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
        .param("action", step.action())
        .param("script", step.script())
        .param("holder", context.lock().holder())
        .update();
  }

  /**
   * Looks at what a step without a transaction has left, when its last statement has ended.
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
   * After the step, in the transaction that is open. The caller passes the fence. Asks nothing of
   * the database where no mark can be.
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
      halfDone().ended(app);
    }
  }
}
