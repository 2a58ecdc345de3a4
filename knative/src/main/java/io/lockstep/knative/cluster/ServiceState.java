package io.lockstep.knative.cluster;

import io.fabric8.knative.serving.v1.RevisionSpec;
import io.fabric8.knative.serving.v1.RevisionTemplateSpec;
import io.fabric8.knative.serving.v1.Service;
import io.fabric8.knative.serving.v1.ServiceSpec;
import io.fabric8.knative.serving.v1.ServiceStatus;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Knative service as it is at one moment.
 *
 * @param generation counts the changes of what is wanted
 * @param observedGeneration up to which of them the status is true
 * @param url where everybody finds it
 * @param clusterLocalUrl where pods of the same cluster find it
 * @param newestRevision the one that the service wants to be ready
 * @param readiness what is asked whether a pod is ready
 */
public record ServiceState(
    long generation,
    long observedGeneration,
    Optional<String> url,
    Optional<String> clusterLocalUrl,
    Optional<String> newestRevision,
    Optional<ReadinessProbe> readiness,
    List<Condition> conditions) {
  private static final int KNATIVES_PORT = 8080;

  public ServiceState {
    conditions = List.copyOf(conditions);
  }

  /** The path and port of a readiness probe over HTTP. */
  record ReadinessProbe(String path, int port) {}

  /** Reads what we need out of Kubernetes' object, of which every part may be missing. */
  static ServiceState of(Service service) {
    Optional<ServiceStatus> status = Optional.ofNullable(service.getStatus());
    return new ServiceState(
        Objects.requireNonNullElse(service.getMetadata().getGeneration(), 0L),
        status.map(ServiceStatus::getObservedGeneration).orElse(0L),
        status.map(ServiceStatus::getUrl),
        status.map(ServiceStatus::getAddress).map(address -> address.getUrl()),
        status.map(ServiceStatus::getLatestCreatedRevisionName),
        readiness(service),
        status.map(ServiceStatus::getConditions).orElse(List.of()).stream()
            .map(ServiceState::condition)
            .toList());
  }

  /** True if the conditions are those of the newest generation. */
  boolean isObserved() {
    return observedGeneration == generation;
  }

  /** The condition Ready; unknown if the conditions are those of an older generation. */
  Condition ready() {
    if (!isObserved()) {
      return Condition.unknownReady(
          "Knative has not looked at generation %d yet, only at %d"
              .formatted(generation, observedGeneration));
    }
    return conditions.stream()
        .filter(condition -> condition.type().equals(Condition.READY))
        .findFirst()
        .orElseGet(() -> Condition.unknownReady("Knative has not said anything about it yet"));
  }

  /** Why it is not ready. Ready itself often says less than the condition that it comes from. */
  String whyNotReady() {
    Condition ready = ready();
    List<Condition> others =
        isObserved()
            ? conditions.stream()
                .filter(condition -> !condition.type().equals(Condition.READY))
                .filter(condition -> condition.status() == ready.status())
                .toList()
            : List.of();
    String why =
        Stream.concat(others.stream(), Stream.of(ready))
            .map(Condition::why)
            .filter(reason -> !reason.isEmpty())
            .distinct()
            .collect(Collectors.joining("; "));
    return why.isEmpty() ? "Knative gives no reason" : why;
  }

  private static Condition condition(io.fabric8.knative.pkg.apis.Condition condition) {
    return new Condition(
        text(condition.getType()),
        Condition.Status.parse(condition.getStatus()),
        text(condition.getReason()),
        text(condition.getMessage()));
  }

  private static Optional<ReadinessProbe> readiness(Service service) {
    Optional<Container> container =
        Optional.ofNullable(service.getSpec())
            .map(ServiceSpec::getTemplate)
            .map(RevisionTemplateSpec::getSpec)
            .map(RevisionSpec::getContainers)
            .flatMap(containers -> containers.stream().findFirst());
    int port =
        container.map(Container::getPorts).orElse(List.of()).stream()
            .findFirst()
            .map(ContainerPort::getContainerPort)
            .orElse(KNATIVES_PORT);
    Optional<HTTPGetAction> get =
        container.map(Container::getReadinessProbe).map(Probe::getHttpGet);
    int asked =
        get.map(HTTPGetAction::getPort)
            .map(IntOrString::getIntVal)
            .filter(number -> number > 0)
            .orElse(port);
    return get.map(HTTPGetAction::getPath).map(path -> new ReadinessProbe(path, asked));
  }

  private static String text(@Nullable String text) {
    return Objects.requireNonNullElse(text, "");
  }
}
