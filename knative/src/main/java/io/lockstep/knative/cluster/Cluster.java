package io.lockstep.knative.cluster;

import io.fabric8.knative.client.KnativeClient;
import io.fabric8.knative.serving.v1.Service;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.knative.polling.OneLine;
import java.nio.file.Path;
import java.util.Optional;

/** A cluster, and the namespace in it that is looked at. */
public record Cluster(KubernetesClient client, String namespace) implements AutoCloseable {
  /**
   * The cluster of a kubeconfig, or of this pod's account; nobody is asked for anything yet.
   *
   * @param namespace empty for that of the kubeconfig's context, or of this pod
   * @throws LockstepException ({@link ExitCode#USAGE}) if no cluster is configured
   */
  public static Cluster open(Optional<Path> kubeconfig, Optional<String> namespace) {
    Config config = ClusterConfig.read(kubeconfig, System.getenv());
    return new Cluster(
        client(config),
        namespace.or(() -> Optional.ofNullable(config.getNamespace())).orElse("default"));
  }

  private static KubernetesClient client(Config config) {
    try {
      return new KubernetesClientBuilder().withConfig(config).build();
    } catch (KubernetesClientException e) {
      throw ClusterConfig.unusable(
              "the cluster's and the user's certificates", OneLine.of((Throwable) e))
          .causedBy(e);
    }
  }

  /** A Knative service, as it is now. */
  public Optional<Service> knativeService(String name) {
    return Optional.ofNullable(
        client.adapt(KnativeClient.class).services().inNamespace(namespace).withName(name).get());
  }

  @Override
  public void close() {
    client.close();
  }
}
