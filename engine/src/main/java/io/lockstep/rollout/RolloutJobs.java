package io.lockstep.rollout;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Owns {@code lockstep.rollout_job}: the Kubernetes Jobs seen so far, each with its rollout. */
final class RolloutJobs {
  private final JdbcClient jdbc;

  RolloutJobs(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The rollout to which a Job belonged when it was first seen. */
  Optional<Long> rolloutOf(String release, String job) {
    return jdbc.sql(
            "select rollout from lockstep.rollout_job where release = :release and job = :job")
        .param("release", release)
        .param("job", job)
        .query(Long.class)
        .optional();
  }

  /** The name that the Jobs of a rollout gave it. */
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

  /** True if a Job has taken this turn of a rollout. */
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

  /** True if any Job of this rollout was seen before. */
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

  /** Records a Job that was seen. */
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
        .param("turn", rolloutContext.jobNumber())
        .update();
  }
}
