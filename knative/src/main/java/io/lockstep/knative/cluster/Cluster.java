package io.lockstep.knative.cluster;

import io.fabric8.knative.client.KnativeClient;
import io.fabric8.knative.serving.v1.Service;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
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
        new KubernetesClientBuilder().withConfig(config).build(),
        namespace.or(() -> Optional.ofNullable(config.getNamespace())).orElse("default"));
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
