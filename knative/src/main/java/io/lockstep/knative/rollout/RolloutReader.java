package io.lockstep.knative.rollout;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.knative.cluster.Cluster;
import io.lockstep.knative.polling.NoAnswerException;
import io.lockstep.knative.polling.OneLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads a Rollout of Argo Rollouts, of whose kind the client has no classes, and its pods. */
final class RolloutReader extends WorkloadReader<GenericKubernetesResource> {
  private static final String HASH = "rollouts-pod-template-hash";

  /** Said here, since the client would ask the API server for it. */
  private static final ResourceDefinitionContext KIND =
      new ResourceDefinitionContext.Builder()
          .withGroup("argoproj.io")
          .withVersion("v1alpha1")
          .withKind("Rollout")
          .withPlural("rollouts")
          .withNamespaced(true)
          .build();

  RolloutReader(Cluster cluster, Workload workload) {
    super(cluster, workload);
  }

  @Override
  Optional<GenericKubernetesResource> find() {
    return Optional.ofNullable(
        cluster()
            .client()
            .genericKubernetesResources(KIND)
            .inNamespace(cluster().namespace())
            .withName(workload().name())
            .get());
  }

  /** A number as text; older versions of Argo Rollouts had a hash there. */
  @Override
  boolean isSeen(GenericKubernetesResource rollout) {
    return text(rollout, "status", "observedGeneration")
        .equals(String.valueOf(rollout.getMetadata().getGeneration()));
  }

  @Override
  WorkloadState state(GenericKubernetesResource rollout, String version) throws NoAnswerException {
    String newest = text(rollout, "status", "currentPodHash");
    return new WorkloadState(version, reasons(rollout, newest), oldPods(rollout, newest));
  }

  private static List<String> reasons(GenericKubernetesResource rollout, String newest) {
    List<String> reasons = new ArrayList<>();
    String phase = text(rollout, "status", "phase");
    if (!phase.equals("Healthy")) {
      String message = OneLine.of(text(rollout, "status", "message"));
      reasons.add(
          "its phase is %s%s"
              .formatted(
                  phase.isEmpty() ? "unknown" : phase, message.isEmpty() ? "" : ": " + message));
    }
    if (newest.isEmpty() || !newest.equals(text(rollout, "status", "stableRS"))) {
      reasons.add("its newest version is not the stable one yet");
    }
    return reasons;
  }

  private List<String> oldPods(GenericKubernetesResource rollout, String newest)
      throws NoAnswerException {
    Object labels = rollout.get("spec", "selector", "matchLabels");
    if (!(labels instanceof Map<?, ?> found)) {
      throw new LockstepException(
          ExitCode.USAGE,
          workload().toString(),
          "its selector has no matchLabels, so its pods can't be found",
          "Give it spec.selector.matchLabels.");
    }
    Map<String, String> selector =
        found.entrySet().stream()
            .collect(
                Collectors.toMap(
                    e -> String.valueOf(e.getKey()), e -> String.valueOf(e.getValue())));
    return new Pods(cluster())
        .with(workload(), Pods.selector(selector), pod -> isOwn(pod) && !hash(pod).equals(newest));
  }

  private boolean isOwn(Pod pod) {
    return Pods.isOf(pod, "ReplicaSet", (workload().name() + "-" + hash(pod))::equals);
  }

  private static String hash(Pod pod) {
    return Pods.label(pod, HASH).orElse("");
  }

  @Override
  List<String> images(GenericKubernetesResource rollout) {
    if (workload().image().isPresent() && rollout.get("spec", "workloadRef") != null) {
      throw new LockstepException(
          ExitCode.USAGE,
          workload() + " with an image",
          "its template is not its own: it has a workloadRef",
          "Leave out the image.");
    }
    Object containers = rollout.get("spec", "template", "spec", "containers");
    List<?> all = containers instanceof List<?> list ? list : List.of();
    return all.stream()
        .map(one -> one instanceof Map<?, ?> container ? container.get("image") : "")
        .map(String::valueOf)
        .toList();
  }

  private static String text(GenericKubernetesResource rollout, Object... path) {
    return Optional.<Object>ofNullable(rollout.get(path)).map(String::valueOf).orElse("");
  }
}
