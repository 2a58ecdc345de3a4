package io.lockstep.jobs.migrate;

import io.lockstep.CancellableClock;
import io.lockstep.ExitCode;
import io.lockstep.jobs.functions.JobFunctions;
import io.lockstep.jobs.options.CommonOptions;
import io.lockstep.jobs.options.StandardOptions;
import io.lockstep.jobs.telemetry.Telemetry;
import io.lockstep.program.Flag;
import io.lockstep.program.json.Json;
import io.lockstep.run.report.RunListener;
import io.lockstep.run.report.RunReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code migrate TARGET…}. */
public final class MigrateCommand implements Callable<Integer> {
  private final CancellableClock clock;

  private final CommonOptions common = new CommonOptions();
  private final RunOptions run = new RunOptions();
  private final OptionSpec dryRun =
      Flag.of("--dry-run", "Only print what would be done, like plan.");

  public MigrateCommand(CancellableClock clock) {
    this.clock = clock;
  }

  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("migrate");
    spec.usageMessage()
        .description("Brings the database to targets, in their order, under the lock.")
        .footer(
            "",
            "OTEL_EXPORTER_OTLP_ENDPOINT and OpenTelemetry's other variables have it tell a collector of the run and its steps.",
            "",
            "Example: ./lockstep migrate \"main latest\"");
    StandardOptions.addTo(spec);
    common.addTo(spec);
    run.addTo(spec);
    return spec.addOption(dryRun);
  }

  @Override
  public Integer call() {
    if (dryRun.<Boolean>getValue()) {
      new PlanPrinter(common.json())
          .print(new JobFunctions(common.lockstep(clock)).plan(run.plan()));
    } else {
      migrate();
    }
    return ExitCode.DONE.code();
  }

  private void migrate() {
    try (Telemetry telemetry = Telemetry.of(System.getenv())) {
      RunReport report = migrate(telemetry.listener());
      if (common.json()) {
        Json.print(report);
      }
    }
  }

  private RunReport migrate(RunListener listener) {
    try (Progress progress = Progress.of(System.getenv())) {
      return new JobFunctions(common.lockstep(clock, listener.and(progress.listener())))
          .migrate(run.request(common));
    }
  }
}
