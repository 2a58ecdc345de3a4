package io.lockstep.knative.cluster;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.lockstep.knative.polling.ChangeLog;
import io.lockstep.knative.polling.OneLine;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Prints why pods aren't ready. Knative repeats that only when its progress deadline, ten minutes,
 * is over; until then its conditions are "Deploying".
 */
final class PodDiagnostics {
  private static final Set<String> STARTING = Set.of("ContainerCreating", "PodInitializing");

  private final KubernetesClient client;
  private final String namespace;
  private final ReadinessProbeClient probes;
  private boolean allowed = true;

  PodDiagnostics(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
    this.probes = new ReadinessProbeClient(client, namespace);
  }

  /** Says what is new about the pods of the newest revision. */
  void print(ServiceState state, ChangeLog log) {
    if (!allowed || state.newestRevision().isEmpty()) {
      return;
    }
    try {
      client
          .pods()
          .inNamespace(namespace)
          .withLabel("serving.knative.dev/revision", state.newestRevision().get())
          .list()
          .getItems()
          .forEach(pod -> print(pod, state, log));
    } catch (KubernetesClientException e) {
      allowed = e.getCode() != HttpURLConnection.HTTP_FORBIDDEN;
    }
  }

  private void print(Pod pod, ServiceState state, ChangeLog log) {
    String name = pod.getMetadata().getName();
    Optional<PodStatus> status = Optional.ofNullable(pod.getStatus());
    status.map(PodStatus::getConditions).orElse(List.of()).stream()
        .filter(condition -> "PodScheduled".equals(condition.getType()))
        .filter(
            condition -> Condition.Status.parse(condition.getStatus()) == Condition.Status.FALSE)
        .map(PodCondition::getMessage)
        .forEach(message -> print(log, name, "has no node yet", message));
    for (ContainerStatus container :
        status.map(PodStatus::getContainerStatuses).orElse(List.of())) {
      Optional<ContainerState> now = Optional.ofNullable(container.getState());
      now.map(ContainerState::getWaiting)
          .filter(waiting -> !STARTING.contains(waiting.getReason()))
          .ifPresent(
              waiting -> print(log, name, waiting(container, waiting), waiting.getMessage()));
      now.map(ContainerState::getTerminated)
          .or(
              () ->
                  Optional.ofNullable(container.getLastState()).map(ContainerState::getTerminated))
          .ifPresent(end -> print(log, name, ended(container, end), end.getMessage()));
      if (now.map(ContainerState::getRunning).isPresent()
          && !container.getName().equals("queue-proxy")) {
        state
            .readiness()
            .flatMap(probe -> probes.failure(name, probe))
            .ifPresent(text -> print(log, name, container.getName() + " says", text));
      }
    }
  }

  private static String waiting(ContainerStatus container, ContainerStateWaiting waiting) {
    return container.getName() + " waits, " + waiting.getReason();
  }

  private static String ended(ContainerStatus container, ContainerStateTerminated end) {
    return "%s ended with exit code %d, %s"
        .formatted(container.getName(), end.getExitCode(), end.getReason());
  }

  /** ErrImagePull and ImagePullBackOff alternate: each is about something of its own. */
  private static void print(ChangeLog log, String pod, String what, @Nullable String message) {
    String text = OneLine.of(Objects.requireNonNullElse(message, ""));
    log.print(pod + " " + what, "pod " + pod + ": " + what + (text.isEmpty() ? "" : ": " + text));
  }
}
