package io.lockstep.knative;

import io.lockstep.ExitCode;
import io.lockstep.knative.cluster.KnativeService;
import io.lockstep.knative.cluster.ServiceUrl;
import io.lockstep.knative.polling.Deadline;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code url}: where a service is found. */
@Command(
    name = "url",
    mixinStandardHelpOptions = true,
    description = "Prints the service's URL.",
    footer = {"", "Example: ./lockstep knative url --name lockstep --namespace shop"})
final class UrlCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private ServiceOptions options;

  @Option(
      names = "--cluster-local",
      description = "The address for pods of the same cluster instead.")
  private boolean clusterLocal;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "10s",
      description = "How long to wait for it to have one. Default: ${DEFAULT-VALUE}; 0s asks once.")
  private Duration timeout;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  UrlCommand() {}

  @Override
  public Integer call() {
    try (KnativeService service = options.open()) {
      spec.commandLine()
          .getOut()
          .println(new ServiceUrl(service, clusterLocal).find(Deadline.in(timeout)));
    }
    return ExitCode.DONE.code();
  }
}
