package io.lockstep.run.report;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.audit.RunLogReader;
import io.lockstep.audit.RunState;
import io.lockstep.fingerprint.recorded.FingerprintStore;
import io.lockstep.plan.Plan;
import io.lockstep.plan.Step;
import io.lockstep.rollout.Rollout;
import io.lockstep.rollout.RolloutContext;
import io.lockstep.rollout.Turn;
import io.lockstep.sql.RowNotWritten;
import io.lockstep.sql.SqlStates;
import io.lockstep.targets.Target;
import java.sql.Types;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes {@code lockstep.run}: the holder, target, versions and result of each run. */
public final class RunLogWriter {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.run");

  /**
   * Inserts the rows of targets with nothing to do, if the table {@code entered} has a row, and
   * returns their ids.
   */
  public static final String NOTHING_TO_DO =
      """
      insert into lockstep.run
             (schema_name, app, target, from_version, release, revision, generation, rollout, turn, turns, holder,
              result, exit_code, to_version, ended_at)
      select :schema, p.app, p.target, p.version, :release, :revision, :generation, entered.rollout, :turn, :turns, :holder,
             'done', 0, p.version, clock_timestamp()
        from entered cross join unnest(:apps::text[], :targets::text[], :versions::text[]) as p (app, target, version)
      returning id
      """;

  private static final String TABLE = "lockstep.run";

  private final JdbcClient jdbc;
  private final String schema;
  private final String holder;
  private final Optional<RolloutContext> rolloutContext;
  private final Optional<Long> rollout;

  public RunLogWriter(
      JdbcClient jdbc,
      String schema,
      String holder,
      Optional<RolloutContext> rolloutContext,
      Optional<Long> rollout) {
    this.jdbc = jdbc;
    this.schema = schema;
    this.holder = holder;
    this.rolloutContext = rolloutContext;
    this.rollout = rollout;
  }

  /**
   * Ends the rows of runs that died. Call it only with the lock: then no other run is alive.
   *
   * @param ours the row that this run had begun before its connection broke, if any
   * @return whether this run must record the schema's fingerprint even without a step; the same
   *     statement asks this, because most runs have nothing else to do
   */
  public boolean closeDeadRuns(Optional<Long> ours) {
    return jdbc.sql(
            """
            with died as (
              update lockstep.run
                 set result = 'died', ended_at = clock_timestamp(),
                     reason = coalesce(reason || '; ', '') ||
                              case when id = :ours then 'the connection broke; the same process has begun again, in a row of its own'
                                   else 'the process ended without a word' end
               where result = 'running')
            select %s
            """
                .formatted(FingerprintStore.IS_DUE))
        .param("ours", ours.orElse(null), Types.BIGINT)
        .param("schema", schema)
        .query(Boolean.class)
        .single();
  }

  /** Writes the steps of these runs. */
  public StepLogWriter steps() {
    return new StepLogWriter(jdbc, schema);
  }

  /** Inserts the row of a target whose steps begin, and returns its id. */
  public long begin(Plan plan) {
    return insert(Entry.of(plan, plan.steps().size(), Ending.NOT_YET));
  }

  /** Inserts the row of a target without steps to execute, and returns its id. */
  public long nothingToDo(Plan plan) {
    return insert(Entry.of(plan, 0, Ending.at(plan)));
  }

  /**
   * Records which step is running. No decision depends on it, so the step does not wait until it is
   * on disk: that would double the waits for the disk.
   */
  public void step(long run, int number, Step step) {
    jdbc.sql(
            Commit.SOON.with()
                + """

            update lockstep.run
               set step = :step, step_script = :script, step_started_at = clock_timestamp()
              from commit
             where id = :id
            """)
        .param("step", number)
        .param("script", step.script())
        .param("id", run)
        .update();
  }

  /**
   * Ends the row of a target that is reached. It is on disk with what the run commits next, the
   * schema's fingerprint or the end of its lease; if the server dies before, the next run ends it.
   */
  public void done(long run, Plan plan) {
    if (end(jdbc, run, Ending.at(plan), Commit.SOON) == 0) {
      log.warn("the end of this run could not be recorded: {}", RowNotWritten.in(TABLE).what());
    }
  }

  /** Inserts the row of a target that another tool has reached, and returns its id. */
  public long adopted(Target target, String from, String to, int steps, String how) {
    Ending ending = new Ending(RunState.DONE, ExitCode.DONE.code(), how, to);
    return insert(new Entry(target.app().text(), target.toString(), from, steps, false, ending));
  }

  /**
   * Ends the row of a target that was not reached. If it can't be written, logs a warning.
   *
   * @throws DataAccessException if the session is gone: a new one can find out more
   */
  public void failed(long run, LockstepException problem) {
    ifPossible(() -> failed(jdbc, run, problem));
  }

  /** Ends the row of a target that was not reached, also on a session without the lock. */
  public static void failed(JdbcClient jdbc, long run, LockstepException problem) {
    told(Ending.by(problem), ending -> end(jdbc, run, ending, Commit.ON_DISK));
  }

  /**
   * Inserts a row for targets that did not begin. If it can't be written, logs a warning.
   *
   * @throws DataAccessException if the session is gone: a new one can find out more
   */
  public void notBegun(String targets, LockstepException problem) {
    ifPossible(
        () ->
            told(
                Ending.by(problem),
                ending -> insert(new Entry(null, targets, null, 0, false, ending))));
  }

  private static void ifPossible(Runnable write) {
    try {
      write.run();
    } catch (DataAccessException | RowNotWritten e) {
      if (SqlStates.isSessionGone(e)) {
        throw e;
      }
      log.warn("the end of this run could not be recorded: {}", RowNotWritten.reason(e));
    }
  }

  /** Waits until the disk has all that was committed before, by whichever session. */
  public static void flush(JdbcClient jdbc) {
    jdbc.sql("update lockstep.run set ended_at = ended_at where id = " + RunLogReader.NEWEST)
        .update();
  }

  /** Replaces all characters beyond ASCII if the database's encoding lacks one of them. */
  private static void told(Ending ending, Consumer<Ending> write) {
    try {
      write.accept(ending);
    } catch (DataAccessException e) {
      if (!SqlStates.isUntranslatable(e)) {
        throw e;
      }
      write.accept(ending.inAscii());
    }
  }

  /** Leaves a row unchanged that the next holder has ended. */
  private static int end(JdbcClient jdbc, long run, Ending ending, Commit commit) {
    return jdbc.sql(
            commit.with()
                + """

            update lockstep.run
               set result = :result, exit_code = :exit, to_version = :to, ended_at = clock_timestamp(),
                   reason = case when :result = 'done' then :reason else concat_ws('; ', reason, :reason) end
              from commit
             where id = :id and result = 'running'
            """)
        .params(ending.params())
        .param("id", run)
        .update();
  }

  /** A row of a run that has not ended is on disk before anything that the run commits later. */
  private long insert(Entry entry) {
    return jdbc.sql(
            (entry.ending().equals(Ending.NOT_YET) ? Commit.SOON : Commit.ON_DISK).with()
                + """

            insert into lockstep.run
                   (schema_name, app, target, from_version, release, revision, generation, rollout, turn, turns, holder, steps,
                    held_back, result, exit_code, reason, to_version, ended_at)
            select :schema, :app, :target, :from, :release, :revision, :generation, :rollout, :turn, :turns, :holder, :steps,
                   :heldBack, :result, :exit, :reason, :to, case when :result <> 'running' then clock_timestamp() end
              from commit
            returning id
            """)
        .params(entry.ending().params())
        .params(params())
        .param("app", entry.app(), Types.VARCHAR)
        .param("target", entry.target())
        .param("from", entry.from(), Types.VARCHAR)
        .param("rollout", rollout.orElse(null), Types.BIGINT)
        .param("steps", entry.steps())
        .param("heldBack", entry.heldBack())
        .query(Long.class)
        .optional()
        .orElseThrow(() -> RowNotWritten.in(TABLE));
  }

  /** The parameters of {@link #NOTHING_TO_DO}. */
  public Map<String, Object> nothingToDoParams(List<Plan> plans) {
    Map<String, Object> params = params();
    params.put("apps", texts(plans, plan -> plan.app().name().text()));
    params.put("targets", texts(plans, plan -> plan.target().toString()));
    params.put("versions", texts(plans, Plan::to));
    return params;
  }

  private static String[] texts(List<Plan> plans, Function<Plan, String> text) {
    return plans.stream().map(text).toArray(String[]::new);
  }

  /** What all rows of a run have in common. */
  private Map<String, Object> params() {
    Optional<Rollout> of = rolloutContext.map(RolloutContext::rollout);
    Optional<Turn> turn = rolloutContext.flatMap(RolloutContext::turn);
    Map<String, Object> params = new HashMap<>();
    params.put("schema", schema);
    params.put("holder", holder);
    params.put("release", value(Types.VARCHAR, of.map(Rollout::release)));
    params.put("revision", value(Types.BIGINT, of.flatMap(Rollout::revision)));
    params.put("generation", value(Types.VARCHAR, of.flatMap(Rollout::generation)));
    params.put("turn", value(Types.INTEGER, turn.map(Turn::number)));
    params.put("turns", value(Types.INTEGER, turn.map(Turn::total)));
    return params;
  }

  private static SqlParameterValue value(int type, Optional<?> value) {
    return new SqlParameterValue(type, value.orElse(null));
  }

  /** The columns of a row about its target. */
  private record Entry(
      @Nullable String app,
      String target,
      @Nullable String from,
      int steps,
      boolean heldBack,
      Ending ending) {
    static Entry of(Plan plan, int steps, Ending ending) {
      return new Entry(
          plan.target().app().text(),
          plan.target().toString(),
          plan.from(),
          steps,
          plan.holdsBack(),
          ending);
    }
  }
}
