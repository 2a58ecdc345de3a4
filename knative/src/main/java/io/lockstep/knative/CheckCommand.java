package io.lockstep.knative;

import io.lockstep.ExitCode;
import io.lockstep.knative.cluster.KnativeService;
import io.lockstep.knative.cluster.ServiceUrl;
import io.lockstep.knative.polling.ChangeLog;
import io.lockstep.knative.polling.Deadline;
import io.lockstep.knative.served.HttpAnswers;
import io.lockstep.knative.served.ServedCheck;
import io.lockstep.knative.served.WantedTarget;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code check}: whether a function serves what it should. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Checks what the function serves: that it is ready, its app version, and each target.",
      "Prints a line per result, and again when it changes, until all is as wanted."
    },
    footer = {
      "",
      "Example: ./lockstep knative check --name lockstep --namespace shop --target \"main latest\"",
      "Without Kubernetes: ./lockstep knative check --url http://localhost:8080"
    })
final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private ServiceOptions options;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Ask this one; then --name isn't needed, and Kubernetes isn't asked.")
  private Optional<URI> url;

  @Option(
      names = "--cluster-local",
      description = "Ask the service by its address for pods of the same cluster.")
  private boolean clusterLocal;

  @Option(
      names = "--app-version",
      paramLabel = "V",
      description = "Which version of the image must answer.")
  private Optional<String> appVersion;

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      description =
          "\"APP VERSION|zero|latest\": where an app must be; again for each app. Of one app"
              + " the last counts.")
  private List<WantedTarget> targets = List.of();

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "120s",
      description = "How long to ask again. Default: ${DEFAULT-VALUE}; 0s asks once.")
  private Duration timeout;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  CheckCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Deadline deadline = Deadline.in(timeout);
    URI asked = url.orElseGet(() -> ofService(deadline));
    new ServedCheck(new HttpAnswers(asked), appVersion, targets, new ChangeLog(out))
        .until(deadline);
    out.println("all as wanted");
    return ExitCode.DONE.code();
  }

  private URI ofService(Deadline deadline) {
    try (KnativeService service = options.open()) {
      return URI.create(new ServiceUrl(service, clusterLocal).find(deadline));
    }
  }
}
