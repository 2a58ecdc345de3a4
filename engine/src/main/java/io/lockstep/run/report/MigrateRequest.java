package io.lockstep.run.report;

import io.lockstep.database.Reader;
import io.lockstep.plan.PlanOptions;
import io.lockstep.rollout.RolloutContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The request for one run.
 *
 * @param targets as the user wrote them, in the order of their execution
 * @param options accept what a plan would refuse otherwise
 * @param rolloutContext the run's rollout, if any
 * @param reader the role that must be able to read what is applied, if any
 * @param lockWait the longest wait for the lock
 * @param lease the time that a silent holder keeps the lock
 * @param retries how steps wait for the locks of other sessions
 */
public record MigrateRequest(
    List<String> targets,
    PlanOptions options,
    Optional<RolloutContext> rolloutContext,
    Optional<Reader> reader,
    Duration lockWait,
    Duration lease,
    Retries retries) {
  /** 10 minutes. */
  public static final Duration DEFAULT_LOCK_WAIT = Duration.ofMinutes(10);

  /** 30 seconds. */
  public static final Duration DEFAULT_LEASE = Duration.ofSeconds(30);

  /** The targets in one line, for people. */
  public String targetsText() {
    return String.join(", ", targets);
  }

  /** The first words of an error of this run. */
  public String asked() {
    return "migrating to " + targetsText();
  }

  /** The same with other options. */
  public MigrateRequest with(PlanOptions other) {
    return new MigrateRequest(targets, other, rolloutContext, reader, lockWait, lease, retries);
  }

  /** The same for a tenant that comes after the canaries. */
  public MigrateRequest afterCanaries() {
    return in(RolloutContext::forTenantsAfterCanaries);
  }

  /** The same for a tenant that is this schema of its database. */
  public MigrateRequest forTenantIn(String schema) {
    return in(rollout -> rollout.forTenantIn(schema));
  }

  private MigrateRequest in(UnaryOperator<RolloutContext> other) {
    return new MigrateRequest(
        targets, options, rolloutContext.map(other), reader, lockWait, lease, retries);
  }

  /** A request for these targets with all defaults. */
  public static MigrateRequest of(List<String> targets) {
    return new MigrateRequest(
        targets,
        PlanOptions.STRICT,
        Optional.empty(),
        Optional.empty(),
        DEFAULT_LOCK_WAIT,
        DEFAULT_LEASE,
        Retries.DEFAULT);
  }
}
