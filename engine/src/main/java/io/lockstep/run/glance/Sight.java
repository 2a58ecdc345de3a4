package io.lockstep.run.glance;

import io.lockstep.audit.RunLogReader;
import io.lockstep.fingerprint.recorded.FingerprintStore;
import io.lockstep.history.AppHistory;
import io.lockstep.history.BatchProgressReader;
import io.lockstep.history.HistoryRow;
import io.lockstep.history.SchemaHistoryReader;
import io.lockstep.lock.LeaseTable;
import io.lockstep.placeholders.DatabaseValues;
import io.lockstep.rollout.RolloutContext;
import io.lockstep.rollout.RolloutRegistry;
import io.lockstep.rollout.RolloutSight;
import io.lockstep.schema.LockstepSchema;
import io.lockstep.targets.AppName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a run with nothing to do must know of a database, read in one statement and so at one
 * moment.
 *
 * @param unusual true if only a run under the lock can deal with what is there: the lease is taken,
 *     a run or a step has not ended, a fingerprint is due, or our tables are old
 * @param newestRun the id of the newest run in the run log
 * @param histories the histories of the apps that are targets
 */
record Sight(
    boolean unusual,
    long newestRun,
    RolloutSight rollout,
    DatabaseValues values,
    SortedMap<AppName, AppHistory> histories) {
  private static final String FACTS =
      """
      select current_user as role, pg_catalog.current_database() as database,
             pg_catalog.to_char(pg_catalog.now() at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') as time,
             %s as unusual,
             %s as newest_run,
             rollout.*
        from (%s) rollout
      """
          .formatted(
              String.join(
                  " or ",
                  LeaseTable.IS_TAKEN,
                  RunLogReader.ANY_RUNNING,
                  SchemaHistoryReader.ANY_UNFINISHED,
                  BatchProgressReader.ANY_BEGUN,
                  LockstepSchema.ARE_OLD,
                  FingerprintStore.IS_DUE),
              RunLogReader.NEWEST,
              RolloutRegistry.SIGHT);

  /**
   * Reads it.
   *
   * @param schema the schema in which the migrations run
   * @param tables the history table of each app
   * @throws org.springframework.dao.DataAccessException also if one of the tables does not exist
   */
  static Sight read(
      JdbcClient jdbc,
      String schema,
      SortedMap<AppName, String> tables,
      Optional<RolloutContext> rolloutContext) {
    List<AppName> apps = List.copyOf(tables.keySet());
    return jdbc.sql(
            """
            with facts as materialized (%s)
            select facts.*, h.* from facts left join (%s) h on true order by h.history, h.installed_rank
            """
                .formatted(FACTS, SchemaHistoryReader.query(schema, List.copyOf(tables.values()))))
        .param("schema", schema)
        .params(RolloutRegistry.params(rolloutContext))
        .query((ResultSetExtractor<Sight>) rs -> of(rs, schema, apps));
  }

  private static Sight of(ResultSet rs, String schema, List<AppName> apps) throws SQLException {
    rs.next();
    boolean unusual = rs.getBoolean("unusual");
    long newestRun = rs.getLong("newest_run");
    RolloutSight rollout = RolloutSight.of(rs);
    DatabaseValues values =
        new DatabaseValues(
            schema, rs.getString("role"), rs.getString("database"), rs.getString("time"));
    List<List<HistoryRow>> rows = apps.stream().map(app -> rowList()).toList();
    do {
      if (rs.getObject("history") != null) {
        rows.get(rs.getInt("history")).add(SchemaHistoryReader.row(rs));
      }
    } while (rs.next());
    SortedMap<AppName, AppHistory> histories = new TreeMap<>();
    for (int i = 0; i < apps.size(); i++) {
      histories.put(apps.get(i), AppHistory.of(rows.get(i)));
    }
    return new Sight(unusual, newestRun, rollout, values, histories);
  }

  private static List<HistoryRow> rowList() {
    return new ArrayList<>();
  }
}
