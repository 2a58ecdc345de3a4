package io.lockstep.run.report;

import io.lockstep.audit.RunState;
import io.lockstep.plan.Step;
import io.lockstep.sql.BoundStatement;
import io.lockstep.sql.SqlStates;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes {@code lockstep.step}: the steps of each run that have ended, and how long they took. */
public final class StepLogWriter {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.run");

  private static final String TABLE = "lockstep.step";

  private static final String INSERT =
      """
      insert into lockstep.step
             (run, position, schema_name, app, action, script, version, description, millis, began_at, result, rows_changed, batches, history_rank)
      select ?, ?, ?, ?, ?, ?, ?, ?, ?, clock_timestamp() - ? * interval '1 millisecond', ?, ?::bigint, ?::integer,\
      """;

  private final JdbcClient jdbc;
  private final String schema;

  StepLogWriter(JdbcClient jdbc, String schema) {
    this.jdbc = jdbc;
    this.schema = schema;
  }

  /**
   * A step that has ended now.
   *
   * @param run the row of its plan in the run log
   * @param position its number in the plan, from 1
   * @param changed what its batches have changed, if it has run in batches
   */
  public record Ended(
      long run, int position, AppName app, Step step, long millis, Optional<ChangedRows> changed) {}

  /**
   * Writes a step's row in the history and its row here by one statement, so that the second takes
   * no message of its own.
   *
   * @param history inserts one row into a history table
   */
  public BoundStatement done(Ended ended, BoundStatement history) {
    return new BoundStatement(
        "with history as (%s returning installed_rank)\n%s installed_rank from history"
            .formatted(history.sql().stripTrailing(), INSERT),
        Stream.concat(history.values().stream(), values(ended, RunState.DONE).stream()).toList(),
        history.tables() + " or " + TABLE);
  }

  /** Writes the row of a step that has no row in the history. */
  public BoundStatement done(Ended ended) {
    return alone(ended, RunState.DONE);
  }

  private BoundStatement alone(Ended ended, RunState result) {
    return new BoundStatement(INSERT + " null::integer", values(ended, result), TABLE);
  }

  /** Writes the row of a step that has not reached its end. Nothing depends on it. */
  public void failed(Ended ended, RunState result) {
    try {
      BoundStatement row = alone(ended, result);
      jdbc.sql(row.sql()).params(row.values()).update();
    } catch (DataAccessException e) {
      log.debug("a failed step could not be recorded: {}", SqlStates.firstLine(e));
    }
  }

  private List<SqlParameterValue> values(Ended ended, RunState result) {
    Step step = ended.step();
    return List.of(
        new SqlParameterValue(Types.BIGINT, ended.run()),
        new SqlParameterValue(Types.INTEGER, ended.position()),
        text(schema),
        text(ended.app().text()),
        text(step.action().toString()),
        text(step.script()),
        new SqlParameterValue(
            Types.VARCHAR, step.migrationVersion().map(Version::toString).orElse(null)),
        text(step.description()),
        new SqlParameterValue(Types.BIGINT, ended.millis()),
        new SqlParameterValue(Types.BIGINT, ended.millis()),
        text(result.toString()),
        new SqlParameterValue(Types.BIGINT, ended.changed().map(ChangedRows::rows).orElse(null)),
        new SqlParameterValue(
            Types.INTEGER, ended.changed().map(ChangedRows::batches).orElse(null)));
  }

  private static SqlParameterValue text(String value) {
    return new SqlParameterValue(Types.VARCHAR, value);
  }
}
