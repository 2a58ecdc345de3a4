package io.lockstep.knative;

import io.lockstep.LockstepException;
import io.lockstep.knative.cluster.KnativeService;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which service is meant, and in which cluster. */
final class ServiceOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(names = "--name", paramLabel = "NAME", description = "The Knative service.")
  private Optional<String> name;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NS",
      description = "Its namespace. Default: the one of the kubeconfig's context, or of this pod.")
  private Optional<String> namespace;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description =
          "How to reach the cluster. Default: KUBECONFIG, ~/.kube/config, or this pod's account.")
  private Optional<Path> kubeconfig;

  @Option(names = "--verbose", description = "Show an error's stack trace, too.")
  @SuppressWarnings("UnusedVariable") // PlainErrors asks the parser for it
  private boolean verbose;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  ServiceOptions() {}

  /**
   * The service; nobody is asked for it yet.
   *
   * @throws LockstepException if no cluster is configured
   */
  KnativeService open() {
    String service =
        name.orElseThrow(
            () -> new ParameterException(command.commandLine(), "Missing required option: --name"));
    return KnativeService.open(kubeconfig, namespace, service);
  }
}
