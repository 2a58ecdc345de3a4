package io.lockstep.knative.rollout;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.knative.cluster.ClusterConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Some workloads of one namespace, which are looked at, and never changed. */
public final class Workloads implements AutoCloseable {
  private final KubernetesClient client;
  private final List<WorkloadReader> readers;

  private Workloads(KubernetesClient client, List<WorkloadReader> readers) {
    this.client = client;
    this.readers = readers;
  }

  /**
   * The workloads; nobody is asked for them yet.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) if no cluster is configured
   */
  public static Workloads open(
      Optional<Path> kubeconfig, Optional<String> namespace, List<Workload> workloads) {
    Config config = ClusterConfig.read(kubeconfig, System.getenv());
    KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build();
    String where = namespace.or(() -> Optional.ofNullable(config.getNamespace())).orElse("default");
    return new Workloads(
        client, workloads.stream().map(workload -> reader(client, where, workload)).toList());
  }

  private static WorkloadReader reader(
      KubernetesClient client, String namespace, Workload workload) {
    return switch (workload.kind()) {
      case DEPLOYMENT -> new DeploymentReader(client, namespace, workload);
      case STATEFUL_SET -> new StatefulSetReader(client, namespace, workload);
      case KNATIVE_SERVICE -> new KnativeServiceReader(client, namespace, workload);
      case ROLLOUT -> new RolloutReader(client, namespace, workload);
    };
  }

  List<WorkloadReader> readers() {
    return readers;
  }

  @Override
  public void close() {
    client.close();
  }
}
