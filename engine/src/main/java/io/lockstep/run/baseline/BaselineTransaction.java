package io.lockstep.run.baseline;

import io.lockstep.catalog.App;
import io.lockstep.fingerprint.Fingerprint;
import io.lockstep.fingerprint.FingerprintStore;
import io.lockstep.plan.Step;
import io.lockstep.run.report.RunLogWriter;
import io.lockstep.run.session.ReaderGrants;
import io.lockstep.run.session.RunContext;
import io.lockstep.run.session.SchemaHistoryWriter;
import io.lockstep.run.step.UndoScriptWriter;
import io.lockstep.targets.Target;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What may be written in the one transaction of a {@link BaselineService}. */
public final class BaselineTransaction {
  private final RunContext context;
  private final JdbcClient jdbc;

  BaselineTransaction(RunContext context) {
    this.context = context;
    this.jdbc = context.work().jdbc();
  }

  /** Reads the database as this transaction sees it. */
  public JdbcClient jdbc() {
    return jdbc;
  }

  /** These steps of an app count as taken; their undo scripts are not stored by this. */
  public void applied(App app, List<Step> steps) {
    SchemaHistoryWriter history = new SchemaHistoryWriter(context.work(), context.schema(), app);
    history.createIfMissing();
    // With the table, so that a reader never meets one that it may not read.
    context.reader().ifPresent(ReaderGrants::grantMissing);
    steps.forEach(step -> history.recordApplied(step, 0)); // it took no time here
  }

  /** Keeps what takes these versions back, and what they need (rule 4). */
  public void store(App app, List<Step.Apply> steps) {
    UndoScriptWriter stored = new UndoScriptWriter(context, app.name());
    steps.forEach(stored::store);
  }

  /**
   * Writes a run that is done into the run log.
   *
   * @param from the version before
   * @param to the version after
   * @param steps how many migrations count as applied from now on
   * @param how the target was reached, for people
   * @return its id
   */
  public long logRun(Target target, String from, String to, int steps, String how) {
    return new RunLogWriter(
            jdbc, context.schema(), context.lock().holder(), Optional.empty(), Optional.empty())
        .adopted(target, from, to, steps, how);
  }

  /** Keeps the schema's fingerprint as what this run of the run log has left. */
  public void keep(Fingerprint fingerprint, long run) {
    new FingerprintStore(jdbc, context.schema()).keep(fingerprint, run);
  }
}
