package io.lockstep.rollout;

import io.lockstep.sql.RowNotWritten;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Records the newest rollout of each release, so that no older one runs after it (rule 6). */
public final class RolloutRegistry {
  /**
   * A query for one row that {@link RolloutSight#of} reads; its parameters are {@link #params}. It
   * finds nothing in a run without a rollout.
   */
  public static final String SIGHT =
      """
      select l.revision, l.generation, l.rollout, l.arrived_at, clock_timestamp() as seen_at,
             %s
        from (select :release::text as name) as asked
        left join lockstep.release l on l.name = asked.name
      """
          .formatted(RolloutJobs.SIGHT);

  private static final String NEWEST =
      """
      insert into lockstep.release as r (name, revision, generation, rollout, arrived_at)
      select :release::text, :revision::bigint, :generation::text, 1, :arrived::timestamptz
       where %s
      on conflict (name) do update
         set revision = greatest(r.revision, excluded.revision), generation = excluded.generation,
             rollout = r.rollout + 1, arrived_at = excluded.arrived_at
       where r.rollout = :seen
      returning rollout
      """;

  private static final String SAME =
      """
      select l.rollout from lockstep.release l where l.name = :release and l.rollout = :seen and %s for share
      """;

  private final JdbcClient jdbc;
  private final RolloutJobs jobs;
  private final ProcessStartTime processStart;

  /**
   * @param processStart the start time of this process
   */
  public RolloutRegistry(JdbcClient jdbc, ProcessStartTime processStart) {
    this.jdbc = jdbc;
    this.jobs = new RolloutJobs(jdbc);
    this.processStart = processStart;
  }

  /** The relation of a rollout to the newest recorded one. */
  public enum Standing {
    /** It is the newest, and is recorded. */
    CURRENT,
    /** It is newer than all recorded ones. */
    NEW,
    /** A newer one has run. */
    SUPERSEDED
  }

  /** The parameters of {@link #SIGHT}: null in a run without a rollout. */
  public static Map<String, SqlParameterValue> params(Optional<RolloutContext> rolloutContext) {
    Optional<Rollout> rollout = rolloutContext.map(RolloutContext::rollout);
    Map<String, SqlParameterValue> params = new HashMap<>();
    params.put("release", text(rollout.map(Rollout::release)));
    params.put("identity", text(rollout.map(Rollout::toString)));
    params.put("job", text(rolloutContext.flatMap(RolloutContext::job)));
    params.put(
        "jobNumber",
        new SqlParameterValue(
            Types.INTEGER, rolloutContext.map(RolloutContext::jobNumber).orElse(null)));
    return params;
  }

  private static SqlParameterValue text(Optional<String> value) {
    return new SqlParameterValue(Types.VARCHAR, value.orElse(null));
  }

  /** What the database knows of the release, at one moment. Writes nothing. */
  public RolloutSight sight(RolloutContext rolloutContext) {
    return jdbc.sql(SIGHT)
        .params(params(Optional.of(rolloutContext)))
        .query((rs, i) -> RolloutSight.of(rs))
        .single();
  }

  /**
   * Makes this rollout the newest unless it is superseded. Call it only while holding the lock.
   *
   * @return its number; empty if it is superseded
   */
  public Optional<Long> enter(RolloutContext rolloutContext) {
    RolloutSight sight = sight(rolloutContext);
    Optional<Long> number =
        switch (sight.standing(rolloutContext, processStart)) {
          case SUPERSEDED -> Optional.empty();
          case CURRENT -> Optional.of(sight.number());
          case NEW -> Optional.of(record(rolloutContext, sight));
        };
    number.ifPresent(
        n -> rolloutContext.job().ifPresent(job -> jobs.record(rolloutContext, job, n)));
    return number;
  }

  private long record(RolloutContext rolloutContext, RolloutSight sight) {
    return jdbc.sql(NEWEST.formatted("true"))
        .params(newParams(rolloutContext, sight))
        .query(Long.class)
        .optional()
        .orElseThrow(() -> RowNotWritten.in("lockstep.release"));
  }

  /**
   * A statement that does the same without the lock, for a rollout that is not superseded by what
   * was seen; its one column is the number. It has no row if another rollout has come since, or if
   * the condition does not hold.
   *
   * @param condition in SQL; it must exclude a holder of the lock until the transaction ends
   */
  public static String entering(Standing standing, String condition) {
    return (standing == Standing.NEW ? NEWEST : SAME).formatted(condition);
  }

  /**
   * A statement that records the Job of the rollout in the table {@code entered}, if it has one.
   */
  public static String recordingJob() {
    return RolloutJobs.RECORD;
  }

  /** Their parameters. */
  public Map<String, SqlParameterValue> enteringParams(
      RolloutContext rolloutContext, RolloutSight sight) {
    Map<String, SqlParameterValue> params = newParams(rolloutContext, sight);
    params.putAll(params(Optional.of(rolloutContext)));
    return params;
  }

  /** Keeps the highest revision ever seen, although a rollback brings a lower one. */
  private Map<String, SqlParameterValue> newParams(
      RolloutContext rolloutContext, RolloutSight sight) {
    Rollout rollout = rolloutContext.rollout();
    OffsetDateTime arrived = processStart.at(sight.now()).atOffset(ZoneOffset.UTC);
    Map<String, SqlParameterValue> params = new HashMap<>();
    params.put("release", text(Optional.of(rollout.release())));
    params.put("revision", new SqlParameterValue(Types.BIGINT, rollout.revision().orElse(null)));
    params.put("generation", text(rollout.generation()));
    params.put("arrived", new SqlParameterValue(Types.TIMESTAMP_WITH_TIMEZONE, arrived));
    params.put("seen", new SqlParameterValue(Types.BIGINT, sight.number()));
    return params;
  }
}
