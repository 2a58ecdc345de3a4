package io.lockstep.jobs;

import io.lockstep.Exit;
import io.lockstep.Pace;
import io.lockstep.program.Json;
import io.lockstep.run.RunListener;
import io.lockstep.run.RunReport;
import io.lockstep.telemetry.Telemetry;
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
  @Mixin private RunOptions run;

  @Option(names = "--dry-run", description = "Only say what would be done, like plan.")
  private boolean dryRun;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  MigrateCommand(Pace pace) {
    this.pace = pace;
  }

  @Override
  public Integer call() {
    if (dryRun) {
      new PlanPrinter(common.json())
          .print(new JobFunctions(common.lockstep(pace)).plan(run.plan()));
    } else {
      migrate();
    }
    return Exit.DONE.code();
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
      return new JobFunctions(common.lockstep(pace, listener.and(progress.listener())))
          .migrate(run.request(common));
    }
  }
}
