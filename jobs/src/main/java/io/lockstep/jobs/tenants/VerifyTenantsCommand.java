package io.lockstep.jobs.tenants;

import io.lockstep.CancellableClock;
import io.lockstep.jobs.functions.JobFunctions;
import io.lockstep.jobs.inspect.VerifyOptions;
import io.lockstep.jobs.options.CommonOptions;
import io.lockstep.program.ExecutionErrors;
import io.lockstep.program.json.Json;
import io.lockstep.tenants.rollout.TenantVerification;
import io.lockstep.tenants.rollout.TenantsVerification;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code verify-tenants [TARGET…]}. */
@Command(
    name = "verify-tenants",
    mixinStandardHelpOptions = true,
    description = {
      "Says of many databases with one schema, several at once, whether each is what its history says; see verify.",
      "",
      "A tenant takes from POSTGRES_HOST and its like what it doesn't name itself. Exits with 3 if one differs from its history, else with 6 if one could not be reached in --connect-wait; the others are verified all the same."
    },
    footer = {"", "Example: ./lockstep verify-tenants \"main latest\" --tenants tenants.json"})
public final class VerifyTenantsCommand implements Callable<Integer> {
  private final CancellableClock clock;

  @Mixin private CommonOptions common;
  @Mixin private VerifyOptions verify;
  @Mixin private TenantOptions tenants;
  @Mixin private ParallelOption parallel;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  public VerifyTenantsCommand(CancellableClock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    PrintStream out = Json.utf8();
    Consumer<TenantVerification> each = tenant -> tenant.lines().forEach(out::println);
    TenantsVerification found =
        new JobFunctions(
                common.tenantsVerifier(
                    clock,
                    tenants.source(common),
                    common.json() ? tenant -> {} : each,
                    parallel.value()))
            .verifyTenants(verify.request());
    if (common.json()) {
      Json.print(found);
    }
    return ExecutionErrors.exitCode(found.problem());
  }
}
