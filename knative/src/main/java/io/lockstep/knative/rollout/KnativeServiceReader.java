package io.lockstep.knative.rollout;

import io.fabric8.knative.pkg.apis.Condition;
import io.fabric8.knative.serving.v1.RevisionSpec;
import io.fabric8.knative.serving.v1.RevisionTemplateSpec;
import io.fabric8.knative.serving.v1.Service;
import io.fabric8.knative.serving.v1.ServiceSpec;
import io.fabric8.knative.serving.v1.ServiceStatus;
import io.fabric8.knative.serving.v1.TrafficTarget;
import io.fabric8.kubernetes.api.model.Container;
import io.lockstep.knative.cluster.Cluster;
import io.lockstep.knative.polling.NoAnswerException;
import io.lockstep.knative.polling.OneLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Reads a Knative service, where its traffic goes, and the pods of its revisions. */
final class KnativeServiceReader extends WorkloadReader<Service> {
  private static final long ALL = 100;

  KnativeServiceReader(Cluster cluster, Workload workload) {
    super(cluster, workload);
  }

  @Override
  Optional<Service> find() {
    return cluster().knativeService(workload().name());
  }

  private static ServiceStatus status(Service service) {
    return Objects.requireNonNullElseGet(service.getStatus(), ServiceStatus::new);
  }

  @Override
  boolean isSeen(Service service) {
    return WorkloadState.isSeen(
        service, Optional.ofNullable(status(service).getObservedGeneration()));
  }

  @Override
  WorkloadState state(Service service, String version) throws NoAnswerException {
    ServiceStatus status = status(service);
    Optional<String> newest = Optional.ofNullable(status.getLatestCreatedRevisionName());
    return new WorkloadState(
        version,
        reasons(status),
        new Pods(cluster())
            .with(
                workload(),
                "serving.knative.dev/service",
                workload().name(),
                pod -> !newest.equals(Pods.label(pod, "serving.knative.dev/revision"))));
  }

  private static List<String> reasons(ServiceStatus status) {
    String created = Objects.requireNonNullElse(status.getLatestCreatedRevisionName(), "");
    String ready = Objects.requireNonNullElse(status.getLatestReadyRevisionName(), "");
    List<String> reasons = new ArrayList<>();
    if (created.isEmpty() || !created.equals(ready)) {
      reasons.add("its newest revision is not ready" + why(status));
    } else if (!isReady(status)) {
      reasons.add("it is not ready" + why(status));
    }
    long percent = traffic(status, created);
    if (percent < ALL) {
      reasons.add("%d %% of its traffic goes to its newest revision".formatted(percent));
    }
    return reasons;
  }

  private static long traffic(ServiceStatus status, String newest) {
    return Optional.ofNullable(status.getTraffic()).orElse(List.of()).stream()
        .filter(target -> newest.equals(target.getRevisionName()))
        .map(TrafficTarget::getPercent)
        .mapToLong(percent -> Objects.requireNonNullElse(percent, 0L))
        .sum();
  }

  private static boolean isReady(ServiceStatus status) {
    return ready(status).map(Condition::getStatus).filter("True"::equals).isPresent();
  }

  private static String why(ServiceStatus status) {
    return ready(status)
        .map(Condition::getMessage)
        .filter(message -> !message.isBlank())
        .map(message -> ": " + OneLine.of(message))
        .orElse("");
  }

  private static Optional<Condition> ready(ServiceStatus status) {
    return Optional.ofNullable(status.getConditions()).orElse(List.of()).stream()
        .filter(condition -> "Ready".equals(condition.getType()))
        .findFirst();
  }

  @Override
  List<String> images(Service service) {
    return Optional.ofNullable(service.getSpec())
        .map(ServiceSpec::getTemplate)
        .map(RevisionTemplateSpec::getSpec)
        .map(RevisionSpec::getContainers)
        .orElse(List.of())
        .stream()
        .map(Container::getImage)
        .toList();
  }
}
