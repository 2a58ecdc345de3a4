package io.lockstep.jobs;

import io.lockstep.run.MigrateRequest;
import io.lockstep.run.Retries;
import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a run shall do, and how it waits for others. */
final class RunOptions {
  @Mixin private PlanOptionsMixin plan;
  @Mixin private RolloutOptions rollout;

  @Option(
      names = "--lock-wait",
      paramLabel = "TIME",
      defaultValue = "10m",
      description = "How long to wait for the lock. Default: 10m.")
  private Duration lockWait;

  @Option(
      names = "--lease",
      paramLabel = "TIME",
      descriptionKey = "LOCKSTEP_LEASE",
      defaultValue = "30s",
      converter = Limits.Lease.class,
      description =
          "How long a silent holder keeps the lock, 2s to 1h. Default: LOCKSTEP_LEASE, else 30s.")
  private Duration lease;

  @Option(
      names = "--lock-timeout",
      paramLabel = "TIME",
      descriptionKey = "LOCKSTEP_LOCK_TIMEOUT",
      defaultValue = "5s",
      converter = Limits.LockTimeout.class,
      description =
          "How long a statement may queue for a table's lock before it is tried again, at most 1h. Default: LOCKSTEP_LOCK_TIMEOUT, else 5s.")
  private Duration lockTimeout;

  @Option(
      names = "--lock-tries",
      paramLabel = "N",
      defaultValue = "10",
      converter = Limits.Tries.class,
      description = "How often a step is tried in all. Default: 10.")
  private int lockTries;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  RunOptions() {}

  PlanRequest plan() {
    return new PlanRequest(plan.targets(), plan.options());
  }

  MigrateRequest request(CommonOptions common) {
    return new MigrateRequest(
        plan.targets(),
        plan.options(),
        rollout.place(),
        common.reader(),
        lockWait,
        lease,
        new Retries(lockTimeout, lockTries));
  }
}
