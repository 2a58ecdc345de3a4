package io.lockstep.knative;

import io.lockstep.ExitCode;
import io.lockstep.knative.cluster.KnativeService;
import io.lockstep.knative.cluster.ReadyWait;
import io.lockstep.knative.cluster.ServiceState;
import io.lockstep.knative.polling.ChangeLog;
import io.lockstep.knative.polling.Deadline;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wait}: until a service is ready. */
@Command(
    name = "wait",
    mixinStandardHelpOptions = true,
    description = {
      "Waits until the service's latest generation is ready, and prints each change once.",
      "Ends early when it has failed. May it list pods (and get pods/proxy), it"
          + " also says what they say; otherwise it needs nothing but get on the service."
    },
    footer = {"", "Example: ./lockstep knative wait --name lockstep --namespace shop"})
final class WaitCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private ServiceOptions options;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "120s",
      description = "How long to wait. Default: ${DEFAULT-VALUE}.")
  private Duration timeout;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  WaitCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (KnativeService service = options.open()) {
      ServiceState ready = new ReadyWait(service, new ChangeLog(out)).until(Deadline.in(timeout));
      out.println("ready: " + ready.url().orElse("without a URL"));
    }
    return ExitCode.DONE.code();
  }
}
