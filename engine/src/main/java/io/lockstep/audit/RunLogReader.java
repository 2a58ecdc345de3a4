package io.lockstep.audit;

import io.lockstep.ExitCode;
import io.lockstep.lock.LeaseTable;
import io.lockstep.schema.Relations;
import io.lockstep.targets.AppName;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads {@code lockstep.run}, as the only class; runs write it by one class of their own. */
public final class RunLogReader {
  /** As an SQL condition on a row {@code f} of the schema's fingerprint: no step began after it. */
  public static final String NO_STEP_AFTER =
      """
      not exists (select from lockstep.run r
                   where r.schema_name = f.schema_name and r.id > f.run and r.step > 0)
      """;

  /** SQL expressions: the id of the newest run, or 0; whether one is under way, or has died. */
  public static final String NEWEST = "(select coalesce(max(id), 0) from lockstep.run)";

  public static final String ANY_RUNNING =
      "exists (select from lockstep.run where result = 'running')";

  private final JdbcClient jdbc;

  /** Reads with this session. */
  public RunLogReader(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The newest run, which may be active; empty on a database that never had one. */
  public Optional<RunEntry> last() {
    return newest(1).stream().findFirst();
  }

  /** The newest run in each of these schemas; one that never had a run is left out. */
  public Map<String, RunEntry> newestIn(List<String> schemas) {
    Map<String, RunEntry> newest = new HashMap<>();
    if (exists()) {
      rows("(select max(id) from lockstep.run where schema_name = any(:schemas) group by schema_name)")
          .param("schemas", schemas.toArray(String[]::new))
          .param("underWay", new LeaseTable(jdbc).isHeld())
          .query(
              rs -> {
                newest.put(rs.getString("schema_name"), RunEntry.of(rs));
              });
    }
    return newest;
  }

  /** The newest runs first, at most this many. */
  public List<RunEntry> newest(int limit) {
    return before(Long.MAX_VALUE, limit);
  }

  /** The run with this id, if there is one. */
  public Optional<RunEntry> find(long id) {
    return before(id + 1, 1).stream().filter(run -> run.id() == id).findFirst();
  }

  /**
   * The runs before this one, newest first, at most this many. A run that has not ended counts as
   * active until its lease expires; then it died, although only the next run records so.
   */
  public List<RunEntry> before(long id, int limit) {
    if (!exists()) {
      return List.of();
    }
    List<RunEntry> runs = rows(id, limit, true);
    // An unfinished run is rare: only then the lease matters.
    boolean died = runs.stream().anyMatch(RunEntry::running) && !new LeaseTable(jdbc).isHeld();
    return died ? rows(id, limit, false) : runs;
  }

  /**
   * True if this is the release's newest rollout, and its last turn has ended well.
   *
   * @param generation the name of its Jobs, or whole parts of it between hyphens: without the
   *     revision in front, a rollout that runs the same again counts as well
   */
  public boolean isDone(String release, String generation) {
    return exists()
        && jdbc.sql(
                """
                select exists (select from lockstep.release l
                                 join lockstep.run r on r.release = l.name and r.rollout = l.rollout
                                where l.name = :release and r.turn = r.turns and r.result = 'done'
                                  and position('-' || :generation || '-' in '-' || l.generation || '-') > 0)
                """)
            .params(Map.of("release", release, "generation", generation))
            .query(Boolean.class)
            .single();
  }

  /**
   * Helm's revision, which begins the name of the newest rollout that has these parts in its name;
   * empty where none has run, or revisions don't count.
   */
  public Optional<String> revisionOf(String release, String generation) {
    return exists()
        ? jdbc.sql(
                """
                select substring(generation from '^[0-9]+') from lockstep.run
                 where release = :release and generation ~ '^[0-9]+-'
                   and position('-' || :generation || '-' in '-' || generation || '-') > 0 order by id desc limit 1
                """)
            .params(Map.of("release", release, "generation", generation))
            .query(String.class)
            .optional()
        : Optional.empty();
  }

  /**
   * Differs whenever a look at a release's turns may find something else: runs, Jobs and rollouts
   * come and end. One statement without a scan, since many may be waiting.
   */
  public String signsOfChange(String release) {
    return jdbc.sql(
            """
            select concat_ws('/',
                     (select coalesce(max(id), 0) from lockstep.run),
                     (select coalesce(max(id), 0) from lockstep.run where result = 'running'),
                     (select count(*) from lockstep.rollout_job where release = :release),
                     (select max(rollout) from lockstep.release where name = :release))
            """)
        .param("release", release)
        .query(String.class)
        .single();
  }

  /** True if a later turn of this rollout has begun, in this schema or, if that is empty, any. */
  public boolean hasBegunAfter(String release, long rollout, int turn, String schema) {
    return jdbc.sql(
            """
            select exists (select from lockstep.run where release = :release and rollout = :rollout and turn > :turn
                              and :schema in ('', schema_name) and result <> 'refused')
            """)
        .params(Map.of("release", release, "rollout", rollout, "turn", turn, "schema", schema))
        .query(Boolean.class)
        .single();
  }

  /** True if the last run of this turn, in this schema or in any, has reached its target. */
  public boolean isDone(String release, long rollout, int turn, String schema) {
    return jdbc.sql(
            """
            select coalesce((select result = 'done' from lockstep.run
                              where release = :release and rollout = :rollout and turn = :turn
                                and :schema in ('', schema_name) order by id desc limit 1), false)
            """)
        .params(Map.of("release", release, "rollout", rollout, "turn", turn, "schema", schema))
        .query(Boolean.class)
        .single();
  }

  /**
   * The first turn before this one whose last run, in this schema or in any, failed for good; those
   * that failed after the given moment go first.
   */
  public Optional<TurnRun> failedBefore(
      String release, long rollout, int turn, String schema, Instant moment) {
    return jdbc.sql(
            """
            select turn, target, result, exit_code, reason, ended_at > :moment as since
              from (select distinct on (turn) turn, target, result, exit_code, coalesce(reason, '') as reason, ended_at
                      from lockstep.run
                     where release = :release and rollout = :rollout and turn < :turn and :schema in ('', schema_name)
                     order by turn, id desc) last
             where exit_code in (:final)
             order by since desc, turn limit 1
            """)
        .params(Map.of("release", release, "rollout", rollout, "turn", turn, "schema", schema))
        .params(Map.of("final", ExitCode.finalCodes(), "moment", moment.atOffset(ZoneOffset.UTC)))
        .query((rs, i) -> TurnRun.of(rs))
        .optional();
  }

  /** The newest run of a rollout in this schema, as seen from the given moment. */
  public Optional<TurnRun> newestOf(String release, long rollout, String schema, Instant moment) {
    return jdbc.sql(
            """
            select coalesce(turn, 0) as turn, target, result, exit_code, coalesce(reason, '') as reason,
                   coalesce(ended_at > :moment, false) as since
              from lockstep.run
             where release = :release and rollout = :rollout and schema_name = :schema order by id desc limit 1
            """)
        .params(Map.of("release", release, "rollout", rollout, "schema", schema))
        .param("moment", moment.atOffset(ZoneOffset.UTC))
        .query((rs, i) -> TurnRun.of(rs))
        .optional();
  }

  /**
   * The apps of a schema of which a step was begun, or which were adopted: with how, in words,
   * where that is all that was done.
   */
  public Map<String, Set<String>> begunApps(String schema) {
    Map<String, Set<String>> apps = new HashMap<>();
    if (exists()) {
      jdbc.sql(
              """
              select distinct app, case when step = 0 then reason end as adopted from lockstep.run
               where schema_name = :schema and app is not null
                 and (step > 0 or result = 'done' and starts_with(reason, 'adopted'))
              """)
          .param("schema", schema)
          .query(
              rs -> {
                Set<String> adoptions =
                    apps.computeIfAbsent(rs.getString("app"), app -> new HashSet<>());
                Optional.ofNullable(rs.getString("adopted")).ifPresent(adoptions::add);
              });
    }
    return apps;
  }

  /** True if the app's last run that began a step has not reached its target. */
  public boolean hasFailed(String schema, AppName app) {
    return last(schema, app, "step > 0", "result <> 'done'");
  }

  /** True if the app's last run that reached its target left something applied. */
  public boolean hasReached(String schema, AppName app) {
    return last(schema, app, "result = 'done'", "to_version <> 'zero'");
  }

  private boolean last(String schema, AppName app, String which, String asked) {
    return exists()
        && jdbc.sql(
                """
                select coalesce((select %s from lockstep.run
                                  where schema_name = :schema and app = :app and %s
                                  order by id desc limit 1), false)
                """
                    .formatted(asked, which))
            .params(Map.of("schema", schema, "app", app.text()))
            .query(Boolean.class)
            .single();
  }

  /** The apps of a schema that their last run has left half way back. */
  public List<HeldBack> heldBack(String schema) {
    return heldBackIn(List.of(schema)).getOrDefault(schema, List.of());
  }

  /** The same of many schemas; one without such an app is left out. */
  public Map<String, List<HeldBack>> heldBackIn(List<String> schemas) {
    Map<String, List<HeldBack>> held = new HashMap<>();
    // the index is as old as the column
    if (Relations.exists(jdbc, "lockstep.run_held_back_idx")) {
      jdbc.sql(
              """
              select schema_name, app, target, coalesce(to_version, '') as at from lockstep.run r
               where held_back and schema_name = any(:schemas) and (step > 0 or result = 'done')
                 and not exists (select from lockstep.run later
                                  where later.id > r.id and later.schema_name = r.schema_name and later.app = r.app
                                    and (later.step > 0 or later.result = 'done'))
               order by app
              """)
          .param("schemas", schemas.toArray(String[]::new))
          .query(
              rs -> {
                held.computeIfAbsent(rs.getString("schema_name"), s -> new ArrayList<>())
                    .add(HeldBack.of(rs));
              });
    }
    return held;
  }

  private boolean exists() {
    return Relations.exists(jdbc, "lockstep.run");
  }

  private List<RunEntry> rows(long before, int limit, boolean underWay) {
    return rows("(select id from lockstep.run where id < :before order by id desc limit :limit)")
        .params(Map.of("before", before, "limit", limit, "underWay", underWay))
        .query((rs, i) -> RunEntry.of(rs))
        .list();
  }

  private JdbcClient.StatementSpec rows(String ids) {
    return jdbc.sql(
        """
        select schema_name, id, app, target, from_version, to_version, release, revision, generation, holder, database_user,
               started_at, ended_at, exit_code, reason, steps, step, step_script, step_started_at,
               case when result = 'running' and not :underWay then 'died' else result end as result
          from lockstep.run where id in %s order by id desc
        """
            .formatted(ids));
  }
}
