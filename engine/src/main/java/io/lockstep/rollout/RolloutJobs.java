package io.lockstep.rollout;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Owns {@code lockstep.rollout_job}: the Kubernetes Jobs seen so far, each with its rollout. */
final class RolloutJobs {
  /**
   * Columns of {@link RolloutRegistry#SIGHT}: the rollout to which the Job belonged when it was
   * first seen; the name that the Jobs of the newest rollout gave it; whether one of them has taken
   * the number; and whether any Job of the asking rollout was seen before.
   */
  static final String SIGHT =
      """
      (select j.rollout from lockstep.rollout_job j
               where j.release = asked.name and j.job = :job) as job_rollout,
             (select j.identity from lockstep.rollout_job j
               where j.release = asked.name and j.rollout = l.rollout limit 1) as newest_identity,
             exists (select from lockstep.rollout_job j
                      where j.release = asked.name and j.rollout = l.rollout and j.turn = :jobNumber) as turn_taken,
             exists (select from lockstep.rollout_job j
                      where j.release = asked.name and j.identity = :identity) as is_known\
      """;

  /** Records the Job of the rollout in the table {@code entered}, if it has one. */
  static final String RECORD =
      """
      insert into lockstep.rollout_job (release, job, rollout, identity, turn)
      select :release::text, :job::text, entered.rollout, :identity::text, :jobNumber::integer
        from entered
       where :job::text is not null
      on conflict do nothing
      """;

  private final JdbcClient jdbc;

  RolloutJobs(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Records a Job that was seen. */
  void record(RolloutContext rolloutContext, String job, long rollout) {
    jdbc.sql("with entered as (select :rollout::bigint as rollout) " + RECORD)
        .param("release", rolloutContext.rollout().release())
        .param("job", job)
        .param("rollout", rollout)
        .param("identity", rolloutContext.rollout().toString())
        .param("jobNumber", rolloutContext.jobNumber())
        .update();
  }
}
