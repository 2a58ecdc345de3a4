package io.lockstep.knative;

import io.lockstep.CancellableClock;
import io.lockstep.ExitCode;
import io.lockstep.ProcessClock;
import io.lockstep.knative.polling.ChangeLog;
import io.lockstep.knative.record.DatabaseWaitRecord;
import io.lockstep.knative.rollout.RolloutWait;
import io.lockstep.knative.rollout.WaitRecord;
import io.lockstep.knative.rollout.Workload;
import io.lockstep.knative.rollout.Workloads;
import io.lockstep.program.logging.Terminal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code await-rollout}: until no pod of an older version is left. */
@Command(
    name = "await-rollout",
    mixinStandardHelpOptions = true,
    description = {
      "Waits until workloads are fully rolled out: none of their pods is of an older version, not"
          + " even one that is ending, and a Knative service's traffic goes to its newest revision.",
      "It needs get on the workloads, and list on pods; for Deployments list on replicasets, too.",
      "After --deadline it ends with exit code 8."
    },
    footer = {"", "Example: ./lockstep knative await-rollout Deployment/web -n shop"})
final class AwaitRolloutCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(AwaitRolloutCommand.class);

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "KIND/NAME[=IMAGE]",
      description =
          "Deployment, StatefulSet, KnativeService or Rollout (Argo's), and its name. With =IMAGE"
              + " it waits until the template has that image; :TAG alone will do.")
  private List<Workload> workloads = List.of();

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NS",
      description =
          "Their namespace. Default: the one of the kubeconfig's context, or of this pod.")
  private Optional<String> namespace;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description =
          "How to reach the cluster. Default: KUBECONFIG, ~/.kube/config, or this pod's account.")
  private Optional<Path> kubeconfig;

  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      defaultValue = "1h",
      description = "How long to wait, --min-soak not counted. Default: ${DEFAULT-VALUE}.")
  private Duration deadline;

  @Option(
      names = "--min-soak",
      paramLabel = "TIME",
      defaultValue = "0s",
      description =
          "How long they must stay rolled out without a change. Default: ${DEFAULT-VALUE}.")
  private Duration minSoak;

  @Option(
      names = "--release",
      paramLabel = "NAME",
      description =
          "Whose contract steps wait: then the database that POSTGRES_HOST names shows what they wait"
              + " for.")
  private Optional<String> release;

  @Option(names = "--verbose", description = "Show an error's stack trace, too.")
  @SuppressWarnings("UnusedVariable") // PlainErrors asks the parser for it
  private boolean verbose;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  AwaitRolloutCommand() {}

  @Override
  public Integer call() {
    ChangeLog log =
        Terminal.isJson(System.getenv())
            ? new ChangeLog(LOG::info)
            : new ChangeLog(spec.commandLine().getOut());
    try (Termination termination = new Termination(new ProcessClock());
        Workloads all = Workloads.open(kubeconfig, namespace, workloads)) {
      CancellableClock clock = termination.clock();
      new RolloutWait(all, clock, log, record(clock, log)).until(deadline, minSoak);
    }
    return ExitCode.DONE.code();
  }

  private WaitRecord record(CancellableClock clock, ChangeLog log) {
    return release
        .flatMap(
            name ->
                DatabaseWaitRecord.settings()
                    .<WaitRecord>map(
                        settings -> new DatabaseWaitRecord(settings, clock, log, name)))
        .orElse(WaitRecord.NONE);
  }
}
