package io.lockstep.jobs;

import io.lockstep.CancellableClock;
import io.lockstep.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code plan TARGET…}. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = "Says what migrate would do. Takes no lock and writes nothing.",
    footer = {"", "Example: ./lockstep plan \"main 0001\""})
final class PlanCommand implements Callable<Integer> {
  private final CancellableClock clock;

  @Mixin private CommonOptions common;
  @Mixin private PlanOptionsMixin plan;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  PlanCommand(CancellableClock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    JobFunctions functions = new JobFunctions(common.lockstep(clock));
    new PlanPrinter(common.json())
        .print(functions.plan(new PlanRequest(plan.targets(), plan.options())));
    return ExitCode.DONE.code();
  }
}
