package io.lockstep.jobs.migrate;

import io.lockstep.CancellableClock;
import io.lockstep.ExitCode;
import io.lockstep.jobs.functions.JobFunctions;
import io.lockstep.jobs.functions.PlanRequest;
import io.lockstep.jobs.options.CommonOptions;
import io.lockstep.jobs.options.StandardOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code plan TARGET…}. */
public final class PlanCommand implements Callable<Integer> {
  private final CancellableClock clock;
  private final CommonOptions common = new CommonOptions();
  private final PlanArguments plan = new PlanArguments();

  public PlanCommand(CancellableClock clock) {
    this.clock = clock;
  }

  public CommandSpec spec() {
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
