package io.lockstep.run.report;

import io.lockstep.database.Reader;
import io.lockstep.plan.PlanOptions;
import io.lockstep.rollout.RolloutContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one run shall do.
 *
 * @param targets as the user wrote them, carried out in this order
 * @param options the ways out of a refusal
 * @param rolloutContext the rollout it belongs to, if any
 * @param reader the role that shall be able to read what is applied, if any
 * @param lockWait how long to wait for the lock
 * @param lease how long a silent holder keeps the lock
 * @param retries how steps wait for others' locks
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

  /** Its targets in one line, for people. */
  public String targetsText() {
    return String.join(", ", targets);
  }

  /** What is asked, for errors. */
  public String asked() {
    return "migrating to " + targetsText();
  }

  /** These targets, and the defaults for all else. */
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
