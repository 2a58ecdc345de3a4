package io.lockstep.knative.rollout;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.knative.cluster.Cluster;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Some workloads of one namespace, which are looked at, and never changed. */
public final class Workloads implements AutoCloseable {
  private final Cluster cluster;
  private final List<? extends WorkloadReader<?>> readers;

  private Workloads(Cluster cluster, List<Workload> workloads) {
    this.cluster = cluster;
    this.readers = workloads.stream().map(workload -> reader(cluster, workload)).toList();
  }

  /**
   * The workloads; nobody is asked for them yet.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) if no cluster is configured
   */
  public static Workloads open(
      Optional<Path> kubeconfig, Optional<String> namespace, List<Workload> workloads) {
    return new Workloads(Cluster.open(kubeconfig, namespace), workloads);
  }

  private static WorkloadReader<?> reader(Cluster cluster, Workload workload) {
    return switch (workload.kind()) {
      case DEPLOYMENT -> new DeploymentReader(cluster, workload);
      case STATEFUL_SET -> new StatefulSetReader(cluster, workload);
      case KNATIVE_SERVICE -> new KnativeServiceReader(cluster, workload);
      case ROLLOUT -> new RolloutReader(cluster, workload);
    };
  }

  List<? extends WorkloadReader<?>> readers() {
    return readers;
  }

  @Override
  public void close() {
    cluster.close();
  }
}
