package io.lockstep.jobs;

import io.lockstep.Exit;
import io.lockstep.Pace;
import io.lockstep.program.Json;
import io.lockstep.run.MigrateRequest;
import io.lockstep.run.Retries;
import io.lockstep.telemetry.Telemetry;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code migrate TARGET…}. */
@Command(
    name = "migrate",
    mixinStandardHelpOptions = true,
    description = "Brings the database to targets, in their order, under the lock.",
    footer = {
      "",
      "OTEL_EXPORTER_OTLP_ENDPOINT and OpenTelemetry's other variables have it tell a collector of the run and its steps.",
      "",
      "Example: ./lockstep migrate \"main latest\""
    })
final class MigrateCommand implements Callable<Integer> {
  private final Pace pace;

  @Mixin private CommonOptions common;
  @Mixin private PlanOptionsMixin plan;
  @Mixin private RolloutOptions rollout;

  @Option(names = "--dry-run", description = "Only say what would be done, like plan.")
  private boolean dryRun;

  @Option(
      names = "--lock-wait",
      paramLabel = "TIME",
      defaultValue = "10m",
      description = "How long to wait for the lock. Default: 10m.")
  private Duration lockWait;

  @Option(
      names = "--lease",
      paramLabel = "TIME",
      defaultValue = "${env:LOCKSTEP_LEASE:-30s}",
      description = "How long a silent holder keeps the lock. Default: LOCKSTEP_LEASE, else 30s.")
  private Duration lease;

  @Option(
      names = "--lock-timeout",
      paramLabel = "TIME",
      defaultValue = "${env:LOCKSTEP_LOCK_TIMEOUT:-5s}",
      description =
          "How long a statement may queue for a table's lock before it is tried again. Default: LOCKSTEP_LOCK_TIMEOUT, else 5s.")
  private Duration lockTimeout;

  @Option(
      names = "--lock-tries",
      paramLabel = "N",
      defaultValue = "10",
      description = "How often a step is tried in all. Default: 10.")
  private int lockTries;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  MigrateCommand(Pace pace) {
    this.pace = pace;
  }

  @Override
  public Integer call() {
    if (dryRun) {
      new PlanPrinter(common.json())
          .print(
              new JobFunctions(common.lockstep(pace))
                  .plan(new PlanRequest(plan.targets(), plan.options())));
    } else {
      migrate();
    }
    return Exit.DONE.code();
  }

  private void migrate() {
    MigrateRequest request =
        new MigrateRequest(
            plan.targets(),
            plan.options(),
            rollout.place(),
            common.reader(),
            lockWait,
            lease,
            new Retries(lockTimeout, lockTries));
    try (Telemetry telemetry = Telemetry.of(System.getenv())) {
      Object report =
          new JobFunctions(common.lockstep(pace, telemetry.listener())).migrate(request);
      if (common.json()) {
        Json.print(report);
      }
    }
  }
}
