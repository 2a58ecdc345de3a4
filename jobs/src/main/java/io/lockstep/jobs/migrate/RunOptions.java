package io.lockstep.jobs.migrate;

import io.lockstep.jobs.functions.PlanRequest;
import io.lockstep.jobs.options.CommonOptions;
import io.lockstep.run.report.MigrateRequest;
import io.lockstep.run.report.Retries;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** The options of a run: its targets, and how it waits for others. */
public final class RunOptions {
  private final PlanArguments plan = new PlanArguments();
  private final RolloutOptions rollout = new RolloutOptions();
  private final OptionSpec lockWait =
      OptionSpec.builder("--lock-wait")
          .type(Duration.class)
          .paramLabel("TIME")
          .defaultValue("10m")
          .description("How long to wait for the lock. Default: 10m.")
          .build();
  private final OptionSpec lease =
      OptionSpec.builder("--lease")
          .type(Duration.class)
          .paramLabel("TIME")
          .descriptionKey("LOCKSTEP_LEASE")
          .defaultValue("30s")
          .converters(RunOptionConverters.LEASE)
          .description(
              "How long a silent holder keeps the lock, 2s to 1h. Default: LOCKSTEP_LEASE, else 30s.")
          .build();
  private final OptionSpec lockTimeout =
      OptionSpec.builder("--lock-timeout")
          .type(Duration.class)
          .paramLabel("TIME")
          .descriptionKey("LOCKSTEP_LOCK_TIMEOUT")
          .defaultValue("5s")
          .converters(RunOptionConverters.LOCK_TIMEOUT)
          .description(
              "How long a statement may queue for a table's lock before it is tried again, at most 1h. Default: LOCKSTEP_LOCK_TIMEOUT, else 5s.")
          .build();
  private final OptionSpec lockTries =
      OptionSpec.builder("--lock-tries")
          .type(int.class)
          .paramLabel("N")
          .defaultValue("10")
          .converters(new RunOptionConverters.LockTriesConverter())
          .description("How often a step is tried in all. Default: 10.")
          .build();

  /** Filled by picocli, also as a mixin. */
  public RunOptions() {}

  /** Adds them to a command. */
  @Spec
  public void addTo(CommandSpec spec) {
    plan.addTo(spec);
    rollout.addTo(spec);
    spec.addOption(lockWait).addOption(lease).addOption(lockTimeout).addOption(lockTries);
  }

  PlanRequest plan() {
    return new PlanRequest(plan.targets(), plan.options());
  }

  /** The request that they make. */
  public MigrateRequest request(CommonOptions common) {
    return new MigrateRequest(
        plan.targets(),
        plan.options(),
        rollout.rolloutContext(),
        common.reader(),
        lockWait.getValue(),
        lease.getValue(),
        new Retries(lockTimeout.getValue(), lockTries.<Integer>getValue()));
  }
}
