package io.lockstep.plan.check;

import io.lockstep.catalog.App;
import io.lockstep.catalog.Catalog;
import io.lockstep.fingerprint.recorded.FingerprintStore;
import io.lockstep.fingerprint.recorded.RecordedFingerprint;
import io.lockstep.history.AppHistory;
import io.lockstep.history.DatabaseState;
import io.lockstep.targets.AppName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The objects of a schema that no app has made. Only objects that hold data, or show it, count.
 * PostgreSQL does not record whose an object is. So once an app has worked here, all objects that
 * its last run has left count as made by apps; if no run has recorded them, all present objects do.
 */
final class ForeignObjects {
  private final JdbcClient jdbc;
  private final String schema;
  private final Catalog catalog;
  private final DatabaseState state;
  private final EarlierRuns runs;

  ForeignObjects(
      JdbcClient jdbc, String schema, Catalog catalog, DatabaseState state, EarlierRuns runs) {
    this.jdbc = jdbc;
    this.schema = schema;
    this.catalog = catalog;
    this.state = state;
    this.runs = runs;
  }

  /**
   * Those objects, as a fingerprint names them, if this app is about to begin. There are none if an
   * earlier run began the app and failed: that run has made this check, and later objects count as
   * made to fix the failure. Flyway, too, stops checking once its history table exists.
   */
  List<String> beside(AppName app) {
    if (runs.apps().contains(app)) {
      return List.of();
    }
    if (!othersHaveBeenHere(app)) {
      return all();
    }
    return recorded()
        .map(fingerprint -> all().stream().filter(name -> !fingerprint.contains(name)).toList())
        .orElse(List.of());
  }

  private boolean othersHaveBeenHere(AppName app) {
    return runs.apps().stream().anyMatch(other -> !other.equals(app))
        || catalog.apps().keySet().stream()
            .anyMatch(
                other ->
                    !other.equals(app)
                        && (state.history(other).last().isPresent()
                            || state.unfinished().containsKey(other)));
  }

  /** Empty if a migration was applied after the record, by a run that died or by stock Flyway. */
  private Optional<Set<String>> recorded() {
    Optional<Instant> last =
        state.histories().values().stream()
            .map(AppHistory::last)
            .flatMap(Optional::stream)
            .max(Instant::compareTo);
    return new FingerprintStore(jdbc, schema)
        .find()
        .filter(RecordedFingerprint::comparable)
        .filter(RecordedFingerprint::latest)
        .filter(recorded -> last.filter(recorded.recordedAt()::isBefore).isEmpty())
        .map(recorded -> recorded.fingerprint().objects().keySet());
  }

  /**
   * All objects except history tables; partitions, which go with their table, if that is here; and
   * sequences of a column.
   */
  List<String> all() {
    return jdbc.sql(
            """
            select case c.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'f' then 'foreign table'
                                  when 'S' then 'sequence' else 'table' end || ' ' || pg_catalog.quote_ident(c.relname)
              from pg_catalog.pg_class c
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
             where n.nspname = :schema
               and c.relkind in ('r', 'p', 'f', 'v', 'm', 'S')
               and not (c.relispartition
                        and exists (select from pg_catalog.pg_partition_ancestors(c.oid) a (relid)
                                      join pg_catalog.pg_class t on t.oid = a.relid
                                     where a.relid <> c.oid and t.relnamespace = c.relnamespace))
               and c.relname <> all(:configured)
               and not exists (select from pg_catalog.pg_depend d
                                where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = c.oid
                                  and (d.deptype = 'e' or c.relkind = 'S' and d.deptype in ('a', 'i') and d.refobjsubid > 0))
               and (select pg_catalog.count(*) from pg_catalog.pg_attribute a
                     where a.attrelid = c.oid
                       and a.attname in ('installed_rank', 'installed_by', 'installed_on', 'execution_time', 'checksum', 'script')) < 6
             order by c.relkind = 'S', 1
            """)
        .param("schema", schema)
        .param(
            "configured",
            catalog.apps().values().stream().map(App::historyTable).toArray(String[]::new))
        .query(String.class)
        .list();
  }
}
