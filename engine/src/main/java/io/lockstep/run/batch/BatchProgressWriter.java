package io.lockstep.run.batch;

import io.lockstep.history.BatchProgressReader;
import io.lockstep.plan.Step;
import io.lockstep.run.report.ChangedRows;
import io.lockstep.run.session.RunContext;
import io.lockstep.sql.RowNotWritten;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.sql.Types;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Writes {@code lockstep.batch}: what the batches of a step have changed so far. Only the lock's
 * holder writes, inside a batch's own transaction.
 */
public final class BatchProgressWriter {
  /**
   * A statement for the transaction that takes a version back: it deletes what earlier runs have
   * noted of that version, or of the whole app if nothing of it is left. Its parameters are {@code
   * schema}, {@code app}, {@code version} and {@code all}.
   */
  public static final String TAKEN_BACK =
      """
      delete from lockstep.batch
       where schema_name = :schema and app = :app and (version = :version or :all)
      """;

  private final JdbcClient jdbc;
  private final String schema;
  private final AppName app;
  private final Step step;

  public BatchProgressWriter(RunContext context, AppName app, Step step) {
    this.jdbc = context.work().jdbc();
    this.schema = context.schema();
    this.app = app;
    this.step = step;
  }

  /** What earlier runs of the step have changed. */
  public ChangedRows begun() {
    return new BatchProgressReader(jdbc, schema)
        .read().stream()
            .filter(batch -> batch.app().equals(app.text()) && batch.action() == step.action())
            .filter(batch -> batch.version().equals(version()))
            .map(batch -> new ChangedRows(batch.rows(), batch.batches()))
            .findFirst()
            .orElse(ChangedRows.NONE);
  }

  /**
   * Writes how far the step is, in the open transaction.
   *
   * @param perSecond the speed of this run, once it is known
   * @param tableRows the rows that the table has at most, if that is known
   */
  public void write(ChangedRows all, Optional<Long> perSecond, Optional<Long> tableRows) {
    int rows =
        jdbc.sql(
                """
            insert into lockstep.batch as b
                   (schema_name, app, version, action, script, rows_changed, batches, per_second, table_rows)
            values (:schema, :app, :version, :action, :script, :rows, :batches, :speed, :table)
            on conflict (schema_name, app, version, action) do update
               set script = excluded.script, rows_changed = excluded.rows_changed, batches = excluded.batches,
                   began_at = case when excluded.batches = 1 then excluded.began_at else b.began_at end,
                   updated_at = excluded.updated_at, per_second = coalesce(excluded.per_second, b.per_second),
                   table_rows = excluded.table_rows
            """)
            .param("schema", schema)
            .param("app", app.text())
            .param("version", version())
            .param("action", step.action().toString())
            .param("script", step.script())
            .param("rows", all.rows())
            .param("batches", all.batches())
            .param("speed", perSecond.orElse(null), Types.BIGINT)
            .param("table", tableRows.orElse(null), Types.BIGINT)
            .update();
    RowNotWritten.unlessOne(rows, "lockstep.batch");
  }

  /** Deletes the row with the step's commit. */
  public void ended() {
    jdbc.sql(
            """
            delete from lockstep.batch
             where schema_name = :schema and app = :app and version = :version and action = :action
            """)
        .param("schema", schema)
        .param("app", app.text())
        .param("version", version())
        .param("action", step.action().toString())
        .update();
  }

  private String version() {
    return step.migrationVersion().map(Version::canonical).orElse("");
  }
}
