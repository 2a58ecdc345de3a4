package io.lockstep.audit.step;

import io.lockstep.audit.RunEntry;
import io.lockstep.audit.RunState;
import io.lockstep.history.StepAction;
import io.lockstep.schema.Relations;
import io.lockstep.targets.AppName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads {@code lockstep.step}, as the only class; runs write it by one class of their own. */
public final class StepLogReader {
  private final JdbcClient jdbc;

  /** Reads with this session. */
  public StepLogReader(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The last steps of a run, in their order. A step that has begun and has no end is one of them.
   *
   * @param before only those before this position
   * @param limit at most so many
   */
  public List<StepEntry> of(RunEntry run, int before, int limit) {
    List<StepEntry> steps = exists() ? ended(run.id(), before, limit) : new ArrayList<>();
    boolean isRecorded = steps.stream().anyMatch(step -> step.position() >= run.step());
    if (run.result() != RunState.DONE && run.step() > 0 && run.step() < before && !isRecorded) {
      steps.add(0, StepEntry.begunBy(run));
    }
    Collections.reverse(steps);
    return steps;
  }

  /**
   * Newest first. The tables of an older Lockstep have no columns for batches. A step that had
   * committed before its failure was known may have two rows.
   */
  private List<StepEntry> ended(long run, int before, int limit) {
    return new ArrayList<>(
        jdbc.sql(
                """
                select distinct on (position) position, action, script, version, description, began_at, millis, result,
                       (pg_catalog.to_jsonb(step) ->> 'rows_changed')::bigint as rows_changed,
                       (pg_catalog.to_jsonb(step) ->> 'batches')::int as batches
                  from lockstep.step
                 where run = :run and position < :before
                 order by position desc, result
                 limit :limit
                """)
            .param("run", run)
            .param("before", before)
            .param("limit", limit)
            .query((rs, i) -> row(rs))
            .list());
  }

  private static StepEntry row(ResultSet rs) throws SQLException {
    return new StepEntry(
        rs.getInt("position"),
        Optional.of(StepAction.parse(rs.getString("action"))),
        rs.getString("script"),
        Optional.ofNullable(rs.getString("version")),
        rs.getString("description"),
        Optional.of(rs.getObject("began_at", OffsetDateTime.class).toInstant()),
        Optional.of(rs.getLong("millis")),
        RunState.parse(rs.getString("result")),
        Optional.ofNullable(rs.getObject("rows_changed", Long.class)),
        Optional.ofNullable(rs.getObject("batches", Integer.class)));
  }

  /** How many steps of a run have committed. */
  public int done(long run) {
    return jdbc.sql("select count(*) from lockstep.step where run = :run and result = 'done'")
        .param("run", run)
        .query(Integer.class)
        .single();
  }

  /** Which run has made which rows of the histories of a schema's apps. */
  public HistoryRuns historyRuns(String schema) {
    return exists()
        ? new HistoryRuns(
            jdbc.sql(
                    """
                    select run, app, min(history_rank) as first, max(history_rank) as last
                      from lockstep.step
                     where schema_name = :schema and history_rank is not null
                     group by run, app
                     order by run desc
                    """)
                .param("schema", schema)
                .query(
                    (rs, i) ->
                        new HistoryRuns.Made(
                            rs.getLong("run"),
                            new AppName(rs.getString("app")),
                            rs.getInt("first"),
                            rs.getInt("last")))
                .list())
        : HistoryRuns.NONE;
  }

  private boolean exists() {
    return Relations.exists(jdbc, "lockstep.step");
  }
}
