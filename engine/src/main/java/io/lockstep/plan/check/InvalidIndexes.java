package io.lockstep.plan.check;

import io.lockstep.plan.Step;
import io.lockstep.schema.Relations;
import io.lockstep.sql.Identifier;
import io.lockstep.sql.RowNotWritten;
import io.lockstep.targets.AppName;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The INVALID indexes of a database, in any schema, and those of them that a step without a
 * transaction has left: they were not INVALID before it, by the note in {@code
 * lockstep.invalid_before}. This needs no name: CREATE INDEX CONCURRENTLY may give none, and
 * REINDEX CONCURRENTLY makes them up.
 *
 * <p>A partitioned table's own index is not one of them: it is INVALID until each partition's is
 * attached, which may be a later step's work.
 */
final class InvalidIndexes {
  private final JdbcClient jdbc;
  private final String home;

  InvalidIndexes(JdbcClient jdbc, String home) {
    this.jdbc = jdbc;
    this.home = home;
  }

  /**
   * One INVALID index.
   *
   * @param text its name for people, with its schema unless that is the home schema
   * @param underWay true if another session is building an index of the same table right now
   */
  record Index(long oid, String schema, String name, String text, boolean underWay) {
    /** The statement that drops it. */
    String drop() {
      return "DROP INDEX CONCURRENTLY " + Identifier.quote(schema) + "." + Identifier.quote(name);
    }
  }

  /** All INVALID indexes that exist now. */
  List<Index> all() {
    return jdbc.sql(
            """
            select c.oid::bigint as oid, n.nspname, c.relname,
                   case when n.nspname = :home then '' else pg_catalog.quote_ident(n.nspname) || '.' end
                     || pg_catalog.quote_ident(c.relname) as text,
                   exists (select from pg_catalog.pg_locks l
                             join pg_catalog.pg_stat_progress_create_index p on p.pid = l.pid
                             join pg_catalog.pg_database d on d.oid = l.database
                            where l.locktype = 'relation' and l.granted and l.relation = i.indrelid
                              and l.mode = 'ShareUpdateExclusiveLock' and l.pid <> pg_catalog.pg_backend_pid()
                              and d.datname = pg_catalog.current_database()) as under_way
              from pg_catalog.pg_index i
              join pg_catalog.pg_class c on c.oid = i.indexrelid
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
             where not i.indisvalid and c.relkind = 'i' and not pg_catalog.starts_with(n.nspname, 'pg_temp_')
             order by c.oid
            """)
        .param("home", home)
        .query(
            (rs, i) ->
                new Index(
                    rs.getLong("oid"),
                    rs.getString("nspname"),
                    rs.getString("relname"),
                    rs.getString("text"),
                    rs.getBoolean("under_way")))
        .list();
  }

  /** The indexes of this list that an earlier try of this step has left. */
  List<Index> leftBy(AppName app, Step step, List<Index> now) {
    if (now.isEmpty() || !Relations.exists(jdbc, "lockstep.invalid_before")) {
      return List.of();
    }
    Optional<Set<Long>> before =
        jdbc.sql(
                """
                select b.indexes
                  from lockstep.invalid_before b
                 where b.schema_name = :home and b.app = :app and b.action = :action and b.script = :script
                """)
            .param("home", home)
            .param("app", owner(app, step))
            .param("action", step.action().toString())
            .param("script", step.script())
            .query(
                (rs, i) ->
                    (Set<Long>)
                        new HashSet<>(Arrays.asList((Long[]) rs.getArray("indexes").getArray())))
            .optional();
    return before
        .map(b -> now.stream().filter(i -> !b.contains(i.oid()) && !i.underWay()).toList())
        .orElse(List.of());
  }

  /** Notes the present ones before this step, in the transaction that is open. */
  void note(AppName app, Step step) {
    int rows =
        jdbc.sql(
                """
            insert into lockstep.invalid_before (schema_name, app, action, script, indexes)
            select :home, :app, :action, :script,
                   array(select i.indexrelid::bigint from pg_catalog.pg_index i where not i.indisvalid)
            on conflict (schema_name, app) do update
               set action = excluded.action, script = excluded.script, indexes = excluded.indexes
            """)
            .param("home", home)
            .param("app", owner(app, step))
            .param("action", step.action().toString())
            .param("script", step.script())
            .update();
    RowNotWritten.unlessOne(rows, "lockstep.invalid_before");
  }

  /** Deletes the note of the app's versions, in the transaction that is open. */
  void forget(AppName app) {
    forget(app.text());
  }

  /** Deletes the note after a step that has ended well, in the transaction that is open. */
  void forget(AppName app, Step step) {
    forget(owner(app, step));
  }

  private void forget(String owner) {
    jdbc.sql("delete from lockstep.invalid_before where schema_name = :home and app = :app")
        .param("home", home)
        .param("app", owner)
        .update();
  }

  /**
   * The text in the column {@code app}. While a version's step waits, unfinished, repeatables run:
   * they have a note of their own. No app's name has a blank.
   */
  private static String owner(AppName app, Step step) {
    return step.migrationVersion().isPresent() ? app.text() : app.text() + " repeatables";
  }
}
