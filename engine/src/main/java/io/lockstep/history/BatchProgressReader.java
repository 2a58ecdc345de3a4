package io.lockstep.history;

import io.lockstep.schema.Relations;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads {@code lockstep.batch}, as the only class; runs write it by one class of their own. */
public final class BatchProgressReader {
  /** An SQL condition with a parameter {@code schema}: a step in batches has begun. */
  public static final String ANY_BEGUN =
      "exists (select from lockstep.batch where schema_name = :schema)";

  private final JdbcClient jdbc;
  private final String schema;

  /**
   * @param schema the schema in which the migrations run
   */
  public BatchProgressReader(JdbcClient jdbc, String schema) {
    this.jdbc = jdbc;
    this.schema = schema;
  }

  /**
   * The steps in batches that were begun and have not ended; none in the tables of an older one.
   */
  public List<BatchProgress> all() {
    return Relations.exists(jdbc, "lockstep.batch") ? read() : List.of();
  }

  /** The same, where the table is known to exist. */
  public List<BatchProgress> read() {
    return jdbc.sql(
            """
            select app, action, version, script, rows_changed, batches, began_at, updated_at, per_second, table_rows
              from lockstep.batch
             where schema_name = :schema
             order by app, version
            """)
        .param("schema", schema)
        .query((rs, i) -> row(rs))
        .list();
  }

  /** The step of this script that a run has begun. */
  public Optional<BatchProgress> of(String app, String script) {
    return all().stream()
        .filter(batch -> batch.app().equals(app) && batch.script().equals(script))
        .findFirst();
  }

  private static BatchProgress row(ResultSet rs) throws SQLException {
    return new BatchProgress(
        rs.getString("app"),
        StepAction.parse(rs.getString("action")),
        rs.getString("version"),
        rs.getString("script"),
        rs.getLong("rows_changed"),
        rs.getInt("batches"),
        rs.getObject("began_at", OffsetDateTime.class).toInstant(),
        rs.getObject("updated_at", OffsetDateTime.class).toInstant(),
        Optional.ofNullable(rs.getObject("per_second", Long.class)),
        Optional.ofNullable(rs.getObject("table_rows", Long.class)));
  }
}
