package io.lockstep.knative.rollout;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.lockstep.knative.cluster.ApiCall;
import io.lockstep.knative.cluster.RoleRule;
import io.lockstep.knative.polling.NoAnswerException;
import io.lockstep.knative.polling.OneLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads a Deployment, its ReplicaSets and their pods. */
record DeploymentReader(KubernetesClient client, String namespace, Workload workload)
    implements WorkloadReader {
  private static final String REVISION = "deployment.kubernetes.io/revision";
  private static final String HASH = "pod-template-hash";

  @Override
  public WorkloadState read() throws NoAnswerException {
    Optional<Deployment> found =
        ApiCall.answer(
            workload.toString(),
            workload.kind().get(workload.name()),
            () ->
                Optional.ofNullable(
                    client
                        .apps()
                        .deployments()
                        .inNamespace(namespace)
                        .withName(workload.name())
                        .get()));
    return found.isEmpty() ? WorkloadState.missing() : state(found.get());
  }

  private WorkloadState state(Deployment deployment) throws NoAnswerException {
    String version = WorkloadState.version(deployment);
    Optional<String> image = workload.imageMissing(images(deployment));
    if (image.isPresent()) {
      return WorkloadState.notYet(version, image.get());
    }
    Optional<DeploymentStatus> status = Optional.ofNullable(deployment.getStatus());
    if (WorkloadState.isUnseen(
        deployment, status.map(DeploymentStatus::getObservedGeneration).orElse(0L))) {
      return WorkloadState.unseen(version);
    }
    List<ReplicaSet> sets = replicaSets(deployment);
    Optional<String> newest = newestHash(deployment, sets);
    if (newest.isEmpty()) {
      return WorkloadState.notYet(version, "its newest ReplicaSet is not there yet");
    }
    Set<String> names =
        sets.stream().map(set -> set.getMetadata().getName()).collect(Collectors.toSet());
    return new WorkloadState(
        version,
        reasons(deployment, status.orElseGet(DeploymentStatus::new)),
        new Pods(client, namespace)
            .with(
                workload,
                deployment.getSpec().getSelector(),
                pod -> isOwn(pod, names) && !newest.equals(Pods.label(pod, HASH))));
  }

  /** Also of a ReplicaSet that is gone while its last pod still ends. */
  private boolean isOwn(Pod pod, Set<String> sets) {
    String byHash = workload.name() + "-" + Pods.label(pod, HASH).orElse("");
    return Pods.isOf(pod, "ReplicaSet", name -> sets.contains(name) || name.equals(byHash));
  }

  private static List<String> reasons(Deployment deployment, DeploymentStatus status) {
    int wanted = Objects.requireNonNullElse(deployment.getSpec().getReplicas(), 1);
    int replicas = Objects.requireNonNullElse(status.getReplicas(), 0);
    int updated = Objects.requireNonNullElse(status.getUpdatedReplicas(), 0);
    int available = Objects.requireNonNullElse(status.getAvailableReplicas(), 0);
    int all = Math.max(wanted, replicas);
    List<String> reasons = new ArrayList<>();
    if (updated < all) {
      reasons.add("%d of %d replicas are updated".formatted(updated, all));
    }
    if (available < all) {
      reasons.add("%d of %d replicas are available".formatted(available, all));
    }
    if (!reasons.isEmpty() && Boolean.TRUE.equals(deployment.getSpec().getPaused())) {
      reasons.add("it is paused");
    }
    Optional.ofNullable(status.getConditions()).orElse(List.of()).stream()
        .filter(condition -> "ProgressDeadlineExceeded".equals(condition.getReason()))
        .map(DeploymentCondition::getMessage)
        .map(message -> OneLine.of(Objects.requireNonNullElse(message, "")))
        .forEach(
            message -> reasons.add("its rollout is stuck, ProgressDeadlineExceeded: " + message));
    return reasons;
  }

  private List<ReplicaSet> replicaSets(Deployment deployment) throws NoAnswerException {
    String uid = deployment.getMetadata().getUid();
    return ApiCall.answer(
            "the ReplicaSets of " + workload,
            RoleRule.list("apps", "replicasets"),
            () ->
                client
                    .apps()
                    .replicaSets()
                    .inNamespace(namespace)
                    .withLabelSelector(deployment.getSpec().getSelector())
                    .list()
                    .getItems())
        .stream()
        .filter(
            set ->
                set.getMetadata().getOwnerReferences().stream()
                    .anyMatch(owner -> owner.getUid().equals(uid)))
        .toList();
  }

  private static Optional<String> newestHash(Deployment deployment, List<ReplicaSet> sets) {
    Optional<String> revision = revision(deployment);
    return sets.stream()
        .filter(set -> revision.isPresent() && revision.equals(revision(set)))
        .findFirst()
        .map(set -> set.getMetadata().getLabels())
        .map(labels -> labels.get(HASH));
  }

  private static Optional<String> revision(HasMetadata object) {
    return Optional.ofNullable(object.getMetadata().getAnnotations())
        .map(annotations -> annotations.get(REVISION));
  }

  private static List<String> images(Deployment deployment) {
    return deployment.getSpec().getTemplate().getSpec().getContainers().stream()
        .map(Container::getImage)
        .toList();
  }
}
