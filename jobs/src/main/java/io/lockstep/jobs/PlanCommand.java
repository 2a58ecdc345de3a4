package io.lockstep.jobs;

import io.lockstep.CancellableClock;
import io.lockstep.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code plan TARGET…}. */
final class PlanCommand implements Callable<Integer> {
  private final CancellableClock clock;
  private final CommonOptions common = new CommonOptions();
  private final PlanOptionsMixin plan = new PlanOptionsMixin();

  PlanCommand(CancellableClock clock) {
    this.clock = clock;
  }

  CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("plan");
    spec.usageMessage()
        .description("Says what migrate would do. Takes no lock and writes nothing.")
        .footer("", "Example: ./lockstep plan \"main 0001\"");
    StandardOptions.addTo(spec);
    common.addTo(spec);
    plan.addTo(spec);
    return spec;
  }

  @Override
  public Integer call() {
    JobFunctions functions = new JobFunctions(common.lockstep(clock));
    new PlanPrinter(common.json())
        .print(functions.plan(new PlanRequest(plan.targets(), plan.options())));
    return ExitCode.DONE.code();
  }
}
