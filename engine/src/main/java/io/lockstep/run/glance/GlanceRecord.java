package io.lockstep.run.glance;

import io.lockstep.audit.RunLogReader;
import io.lockstep.database.Session;
import io.lockstep.lock.LeaseTable;
import io.lockstep.lock.MigrationLock;
import io.lockstep.plan.Plan;
import io.lockstep.rollout.ProcessStartTime;
import io.lockstep.rollout.RolloutContext;
import io.lockstep.rollout.RolloutRegistry;
import io.lockstep.rollout.RolloutRegistry.Standing;
import io.lockstep.run.report.Commit;
import io.lockstep.run.report.MigrateRequest;
import io.lockstep.run.report.RunLogWriter;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.SqlParameterValue;

/** Writes, in one statement and without the lock, that a run had nothing to do. */
final class GlanceRecord {
  /**
   * The lock is tried for as long as the statement lasts. A holder of it may have begun, and even
   * ended, since the database was seen.
   */
  private static final String AS_SEEN =
      "(select free.of_others from free) and not %s and %s = :newestRun"
          .formatted(LeaseTable.IS_TAKEN, RunLogReader.NEWEST);

  private final Session session;
  private final String schema;
  private final MigrateRequest request;
  private final String holder;

  GlanceRecord(Session session, String schema, MigrateRequest request, String holder) {
    this.session = session;
    this.schema = schema;
    this.request = request;
    this.holder = holder;
  }

  /**
   * Writes it.
   *
   * @param standing of the run's rollout, if it has one
   * @param commit whether it must be on disk when this returns
   * @return false if a run under the lock must follow: something has changed since the database was
   *     seen
   */
  boolean write(
      List<Plan> plans,
      Sight sight,
      Optional<Standing> standing,
      ProcessStartTime processStart,
      Commit commit) {
    Map<String, Object> params = new HashMap<>();
    params.put("newestRun", sight.newestRun());
    params.putAll(runLog().nothingToDoParams(plans));
    request
        .rolloutContext()
        .ifPresent(rollout -> params.putAll(rolloutParams(rollout, sight, processStart)));
    List<Long> rows =
        session.jdbc().sql(statement(standing, commit)).params(params).query(Long.class).list();
    // What began and ended between this statement's snapshot and its lock shows in the numbers.
    return !rows.isEmpty() && Collections.min(rows) == sight.newestRun() + 1;
  }

  private Map<String, SqlParameterValue> rolloutParams(
      RolloutContext rollout, Sight sight, ProcessStartTime processStart) {
    return new RolloutRegistry(session.jdbc(), processStart)
        .enteringParams(rollout, sight.rollout());
  }

  private static String statement(Optional<Standing> standing, Commit commit) {
    String entered =
        standing
            .map(found -> RolloutRegistry.entering(found, AS_SEEN))
            .orElse("select null::bigint as rollout where " + AS_SEEN);
    String job = standing.isPresent() ? ", job as (" + RolloutRegistry.recordingJob() + ")" : "";
    return commit.with()
        + ", free as materialized (select "
        + MigrationLock.IS_FREE
        + " as of_others from commit), entered as ("
        + entered
        + ")"
        + job
        + RunLogWriter.NOTHING_TO_DO;
  }

  private RunLogWriter runLog() {
    return new RunLogWriter(
        session.jdbc(), schema, holder, request.rolloutContext(), Optional.empty());
  }
}
