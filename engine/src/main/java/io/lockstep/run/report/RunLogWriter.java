package io.lockstep.run.report;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.fingerprint.FingerprintStore;
import io.lockstep.plan.Plan;
import io.lockstep.plan.Step;
import io.lockstep.rollout.Rollout;
import io.lockstep.rollout.RolloutContext;
import io.lockstep.rollout.Turn;
import io.lockstep.sql.SqlStates;
import io.lockstep.targets.Target;
import java.sql.Types;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes {@code lockstep.run}: who ran what, from where to where, and how it ended. */
public final class RunLogWriter {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.run");

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
   * Ends the rows of runs that died. Call it only while holding the lock: then no other can live.
   *
   * @param ours the row that this run had begun before its connection broke, if it had
   * @return whether the schema's fingerprint has to be recorded whatever this run does; asked in
   *     the same statement, since most runs do nothing
   */
  public boolean closeDeadRuns(Optional<Long> ours) {
    return jdbc.sql(
            """
            with died as (
              update lockstep.run
                 set result = 'died', ended_at = clock_timestamp(),
                     reason = case when id = :ours then 'the connection broke; the same process has begun again, in a row of its own'
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

  /** Begins the row of one target, and returns its id. */
  public long begin(Plan plan) {
    return insert(Entry.of(plan, plan.steps().size(), Ending.NOT_YET));
  }

  /** Writes the row of a target that was reached before, and returns its id. */
  public long nothingToDo(Plan plan) {
    return insert(Entry.of(plan, 0, Ending.at(plan.to())));
  }

  /**
   * Says which step is under way. Nobody decides by it, so it need not be on disk before the step
   * begins: that would be a second wait for the disk with each.
   */
  public void step(long run, int number, Step step) {
    jdbc.sql(
            """
            with soon as materialized (select set_config('synchronous_commit', 'off', true))
            update lockstep.run
               set step = :step, step_script = :script, step_started_at = clock_timestamp()
              from soon
             where id = :id
            """)
        .param("step", number)
        .param("script", step.script())
        .param("id", run)
        .update();
  }

  /** Ends the row of a target that was reached. */
  public void done(long run, String to) {
    end(jdbc, run, Ending.at(to));
  }

  /** Writes the row of a target that another tool has reached, and returns its id. */
  public long adopted(Target target, String from, String to, int steps, String how) {
    Ending ending = new Ending("done", ExitCode.DONE.code(), how, to);
    return insert(new Entry(target.app().text(), target.toString(), from, steps, ending));
  }

  /**
   * Ends the row of a target that was not reached; if it can't be written, the log says so.
   *
   * @throws DataAccessException if the session is gone: more can be said on a new one
   */
  public void failed(long run, LockstepException problem) {
    ifPossible(() -> failed(jdbc, run, problem));
  }

  /** Ends the row of a target that was not reached; by a session that need not hold the lock. */
  public static void failed(JdbcClient jdbc, long run, LockstepException problem) {
    told(Ending.by(problem), ending -> end(jdbc, run, ending));
  }

  /**
   * Writes a row for targets that were not even begun; if it can't be written, the log says so.
   *
   * @throws DataAccessException if the session is gone: more can be said on a new one
   */
  public void notBegun(String targets, LockstepException problem) {
    ifPossible(
        () ->
            told(Ending.by(problem), ending -> insert(new Entry(null, targets, null, 0, ending))));
  }

  private static void ifPossible(Runnable write) {
    try {
      write.run();
    } catch (DataAccessException e) {
      if (SqlStates.isSessionGone(e)) {
        throw e;
      }
      log.warn("the end of this run could not be recorded: {}", SqlStates.firstLine(e));
    }
  }

  /** In full where the database's encoding has all characters of the reason. */
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

  /** A row that the next holder has ended stays as it is. */
  private static void end(JdbcClient jdbc, long run, Ending ending) {
    jdbc.sql(
            """
            update lockstep.run
               set result = :result, exit_code = :exit, reason = :reason, to_version = :to, ended_at = clock_timestamp()
             where id = :id and result = 'running'
            """)
        .params(ending.params())
        .param("id", run)
        .update();
  }

  private long insert(Entry entry) {
    Optional<Rollout> of = rolloutContext.map(RolloutContext::rollout);
    Optional<Turn> turn = rolloutContext.flatMap(RolloutContext::turn);
    return jdbc.sql(
            """
            insert into lockstep.run
                   (schema_name, app, target, from_version, release, revision, generation, rollout, turn, turns, holder, steps,
                    result, exit_code, reason, to_version, ended_at)
            values (:schema, :app, :target, :from, :release, :revision, :generation, :rollout, :turn, :turns, :holder, :steps,
                    :result, :exit, :reason, :to, case when :result <> 'running' then clock_timestamp() end)
            returning id
            """)
        .params(entry.ending().params())
        .param("schema", schema)
        .param("app", entry.app(), Types.VARCHAR)
        .param("target", entry.target())
        .param("from", entry.from(), Types.VARCHAR)
        .param("release", of.map(Rollout::release).orElse(null), Types.VARCHAR)
        .param("revision", of.flatMap(RunLogWriter::revision).orElse(null), Types.BIGINT)
        .param("generation", of.flatMap(RunLogWriter::generation).orElse(null), Types.VARCHAR)
        .param("rollout", rollout.orElse(null), Types.BIGINT)
        .param("turn", turn.map(Turn::number).orElse(null), Types.INTEGER)
        .param("turns", turn.map(Turn::total).orElse(null), Types.INTEGER)
        .param("holder", holder)
        .param("steps", entry.steps())
        .query(Long.class)
        .single();
  }

  /** What a row says of its target. */
  private record Entry(
      @Nullable String app, String target, @Nullable String from, int steps, Ending ending) {
    static Entry of(Plan plan, int steps, Ending ending) {
      return new Entry(
          plan.target().app().text(), plan.target().toString(), plan.from(), steps, ending);
    }
  }

  /** What a row says of its end. */
  private record Ending(
      String result, @Nullable Integer exit, @Nullable String reason, @Nullable String to) {
    static final Ending NOT_YET = new Ending("running", null, null, null);

    static Ending at(String version) {
      return new Ending("done", ExitCode.DONE.code(), null, version);
    }

    static Ending by(LockstepException problem) {
      return new Ending(problem.exit().result(), problem.exit().code(), problem.text(), null);
    }

    Ending inAscii() {
      return new Ending(
          result, exit, reason == null ? null : reason.replaceAll("[^\\x00-\\x7F]", "?"), to);
    }

    Map<String, SqlParameterValue> params() {
      return Map.of(
          "result", new SqlParameterValue(Types.VARCHAR, result),
          "exit", new SqlParameterValue(Types.INTEGER, exit),
          "reason", new SqlParameterValue(Types.VARCHAR, reason),
          "to", new SqlParameterValue(Types.VARCHAR, to));
    }
  }

  /** The revision, where rollouts are known by one. */
  public static Optional<Long> revision(Rollout rollout) {
    return rollout instanceof Rollout.Revision r ? Optional.of(r.number()) : Optional.empty();
  }

  /** The generation, where rollouts are known by one. */
  public static Optional<String> generation(Rollout rollout) {
    return rollout instanceof Rollout.Generation g ? Optional.of(g.id()) : Optional.empty();
  }
}
