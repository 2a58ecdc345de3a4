package io.lockstep.jobs.tenants;

import io.lockstep.CancellableClock;
import io.lockstep.jobs.functions.JobFunctions;
import io.lockstep.jobs.migrate.RunOptions;
import io.lockstep.jobs.options.CommonOptions;
import io.lockstep.jobs.telemetry.Telemetry;
import io.lockstep.program.ExecutionErrors;
import io.lockstep.program.json.Json;
import io.lockstep.tenants.rollout.TenantsReport;
import io.lockstep.tenants.rollout.TenantsRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code migrate-tenants TARGET…}. */
@Command(
    name = "migrate-tenants",
    mixinStandardHelpOptions = true,
    description = {
      "Brings many databases with one schema to the same targets, several at once, and reports the result of each when it ends.",
      "",
      "A tenant takes from POSTGRES_HOST and its like what it doesn't name itself. A failed tenant stops no other one of its wave; if a canary fails, the others are left as they are. Run it again to go on: tenants that are done are left alone.",
      "",
      "The exit code is that of a failed tenant: 1, 5 or 6 as long as another try may help, else 4, 3 or 2. It is 7 if this is the rest, and a canary has failed."
    },
    footer = {
      "",
      "Example: ./lockstep migrate-tenants \"main latest\" --tenants tenants.json --canary acme"
    })
public final class MigrateTenantsCommand implements Callable<Integer> {
  private final CancellableClock clock;

  @Mixin private CommonOptions common;
  @Mixin private RunOptions run;
  @Mixin private TenantOptions tenants;
  @Mixin private CreateSchemaOption createSchema;
  @Mixin private RolloutStageOptions waves;
  @Mixin private ParallelOption parallel;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  public MigrateTenantsCommand(CancellableClock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    TenantsRequest request =
        new TenantsRequest(
            createSchema.in(run.request(common)), waves.canaries(), waves.wave(), waves.share());
    try (Telemetry telemetry = Telemetry.of(System.getenv())) {
      TenantsReport report =
          new JobFunctions(
                  common.tenantRollout(
                      clock, tenants.source(common), telemetry.listener(), parallel.value()))
              .migrateTenants(request);
      if (common.json()) {
        Json.print(report);
      }
      return ExecutionErrors.exitCode(report.problem());
    }
  }
}
