package io.lockstep.rollout;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@code lockstep.rollout_job}: which Kubernetes Jobs have come, and which rollout each was of. */
final class RolloutJobs {
  private final JdbcClient jdbc;

  RolloutJobs(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The rollout that a Job was of when it came first. */
  Optional<Long> rolloutOf(String release, String job) {
    return jdbc.sql(
            "select rollout from lockstep.rollout_job where release = :release and job = :job")
        .param("release", release)
        .param("job", job)
        .query(Long.class)
        .optional();
  }

  /** What the Jobs of a rollout called it. */
  Optional<String> identityOf(String release, long rollout) {
    return jdbc.sql(
            """
            select identity from lockstep.rollout_job
             where release = :release and rollout = :rollout
             limit 1
            """)
        .param("release", release)
        .param("rollout", rollout)
        .query(String.class)
        .optional();
  }

  /** Whether a Job has taken this turn of a rollout. */
  boolean isTaken(String release, long rollout, int turn) {
    return jdbc.sql(
            """
            select exists (select from lockstep.rollout_job
                            where release = :release and rollout = :rollout and turn = :turn)
            """)
        .param("release", release)
        .param("rollout", rollout)
        .param("turn", turn)
        .query(Boolean.class)
        .single();
  }

  /** Whether Jobs of this rollout have come before, whichever they were. */
  boolean isKnown(Rollout rollout) {
    return jdbc.sql(
            """
            select exists (select from lockstep.rollout_job
                            where release = :release and identity = :identity)
            """)
        .param("release", rollout.release())
        .param("identity", rollout.toString())
        .query(Boolean.class)
        .single();
  }

  /** Remembers a Job that came. */
  void record(RolloutContext rolloutContext, String job, long rollout) {
    jdbc.sql(
            """
            insert into lockstep.rollout_job (release, job, rollout, identity, turn)
            values (:release, :job, :rollout, :identity, :turn)
            on conflict do nothing
            """)
        .param("release", rolloutContext.rollout().release())
        .param("job", job)
        .param("rollout", rollout)
        .param("identity", rolloutContext.rollout().toString())
        .param("turn", rolloutContext.turnNumber())
        .update();
  }
}
