package io.lockstep.run.step;

import io.lockstep.catalog.Requirement;
import io.lockstep.history.UndoScript;
import io.lockstep.plan.Step;
import io.lockstep.run.batch.BatchProgressWriter;
import io.lockstep.run.session.RunContext;
import io.lockstep.sql.BoundStatement;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Stores undo scripts in the database, in the transaction of their migration's step (rules 2, 4).
 */
public final class UndoScriptWriter {
  private final JdbcClient jdbc;
  private final String schema;
  private final AppName app;

  public UndoScriptWriter(RunContext context, AppName app) {
    this.jdbc = context.work().jdbc();
    this.schema = context.schema();
    this.app = app;
  }

  /**
   * Stores the undo script and the requirements of an applied migration, and whether it is a
   * contract step.
   */
  public BoundStatement stored(Step.Apply step) {
    Optional<UndoScript.OnDisk> undo = step.undo();
    return new BoundStatement(
        """
        insert into lockstep.applied
               (schema_name, app, version, script, requires, undo_script, undo_sql, undo_no_transaction, contract)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
        on conflict (schema_name, app, version) do update
           set script = excluded.script, requires = excluded.requires, undo_script = excluded.undo_script,
               undo_sql = excluded.undo_sql, undo_no_transaction = excluded.undo_no_transaction,
               contract = excluded.contract,
               stored_at = clock_timestamp()
        """,
        List.of(
            text(schema),
            text(app.text()),
            text(step.migration().version().canonical()),
            text(step.script()),
            new SqlParameterValue(
                Types.ARRAY,
                "text",
                step.requires().stream().map(Requirement::toString).toArray(String[]::new)),
            text(undo.map(UndoScript::script).orElse(null)),
            text(undo.map(file -> file.file().read()).orElse(null)),
            new SqlParameterValue(Types.BOOLEAN, undo.map(UndoScript::noTransaction).orElse(false)),
            new SqlParameterValue(Types.BOOLEAN, step.contract())),
        "lockstep.applied");
  }

  private static SqlParameterValue text(@Nullable String value) {
    return new SqlParameterValue(Types.VARCHAR, value);
  }

  /**
   * Deletes what is stored of a version that was taken back, with what its batches have noted.
   *
   * @param nothingIsLeft true if no version of the app is applied any more
   */
  void forget(Version version, boolean nothingIsLeft) {
    jdbc.sql(
            """
            with batches as (%s)
            delete from lockstep.applied where schema_name = :schema and app = :app and version = :version
            """
                .formatted(BatchProgressWriter.TAKEN_BACK))
        .param("all", nothingIsLeft)
        .param("schema", schema)
        .param("app", app.text())
        .param("version", version.canonical())
        .update();
  }
}
