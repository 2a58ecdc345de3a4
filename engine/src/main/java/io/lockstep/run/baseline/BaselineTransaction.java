package io.lockstep.run.baseline;

import io.lockstep.catalog.App;
import io.lockstep.fingerprint.Fingerprint;
import io.lockstep.fingerprint.recorded.FingerprintStore;
import io.lockstep.plan.Step;
import io.lockstep.run.report.RunLogWriter;
import io.lockstep.run.session.ReaderGrants;
import io.lockstep.run.session.RunContext;
import io.lockstep.run.session.SchemaHistoryWriter;
import io.lockstep.run.step.UndoScriptWriter;
import io.lockstep.sql.BoundStatement;
import io.lockstep.targets.Target;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The writes that are allowed in the one transaction of a {@link BaselineService}. */
public final class BaselineTransaction {
  private final RunContext context;
  private final JdbcClient jdbc;

  BaselineTransaction(RunContext context) {
    this.context = context;
    this.jdbc = context.work().jdbc();
  }

  /** Reads the database in this transaction. */
  public JdbcClient jdbc() {
    return jdbc;
  }

  /** Records these steps of an app as applied, without their undo scripts. */
  public void applied(App app, List<Step> steps) {
    SchemaHistoryWriter history = new SchemaHistoryWriter(context.work(), context.schema(), app);
    history.createIfMissing();
    // In the same transaction, so that no reader sees a table that it may not read.
    context.reader().ifPresent(ReaderGrants::grantMissing);
    for (Step step : steps) {
      BoundStatement.execute(
          context.work().connection(), history.applied(step, 0)); // it took no time now
    }
  }

  /** Stores the undo scripts and the requirements of these versions (rule 4). */
  public void store(App app, List<Step.Apply> steps) {
    UndoScriptWriter stored = new UndoScriptWriter(context, app.name());
    steps.forEach(step -> BoundStatement.execute(context.work().connection(), stored.stored(step)));
  }

  /**
   * Inserts the row of a run that is done into the run log.
   *
   * @param from the version before
   * @param to the version after
   * @param steps the number of migrations that this run records as applied
   * @param how the target was reached, for people
   * @return its id
   */
  public long logRun(Target target, String from, String to, int steps, String how) {
    return new RunLogWriter(
            jdbc, context.schema(), context.lock().holder(), Optional.empty(), Optional.empty())
        .adopted(target, from, to, steps, how);
  }

  /** Stores the schema's fingerprint as this run of the run log has left it. */
  public void keep(Fingerprint fingerprint, long run) {
    new FingerprintStore(jdbc, context.schema()).keep(fingerprint, run);
  }
}
