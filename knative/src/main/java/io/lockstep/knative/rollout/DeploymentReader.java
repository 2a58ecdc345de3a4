package io.lockstep.knative.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.lockstep.knative.cluster.ApiCall;
import io.lockstep.knative.cluster.Cluster;
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
final class DeploymentReader extends WorkloadReader<Deployment> {
  private static final String REVISION = "deployment.kubernetes.io/revision";
  private static final String HASH = "pod-template-hash";

  DeploymentReader(Cluster cluster, Workload workload) {
    super(cluster, workload);
  }

  @Override
  Optional<Deployment> find() {
    return Optional.ofNullable(
        cluster()
            .client()
            .apps()
            .deployments()
            .inNamespace(cluster().namespace())
            .withName(workload().name())
            .get());
  }

  private static Optional<DeploymentStatus> status(Deployment deployment) {
    return Optional.ofNullable(deployment.getStatus());
  }

  @Override
  boolean isSeen(Deployment deployment) {
    return WorkloadState.isSeen(
        deployment, status(deployment).map(DeploymentStatus::getObservedGeneration));
  }

  @Override
  WorkloadState state(Deployment deployment, String version) throws NoAnswerException {
    List<ReplicaSet> sets = replicaSets(deployment);
    Optional<String> newest = newestHash(deployment, sets);
    if (newest.isEmpty()) {
      return WorkloadState.notYet(version, "its newest ReplicaSet is not there yet");
    }
    Set<String> names =
        sets.stream().map(set -> set.getMetadata().getName()).collect(Collectors.toSet());
    return new WorkloadState(
        version,
        reasons(deployment, status(deployment).orElseGet(DeploymentStatus::new)),
        new Pods(cluster())
            .with(
                workload(),
                deployment.getSpec().getSelector(),
                pod -> isOwn(pod, names) && !newest.equals(Pods.label(pod, HASH))));
  }

  /** Also of a ReplicaSet that is gone while its last pod still ends. */
  private boolean isOwn(Pod pod, Set<String> sets) {
    String byHash = workload().name() + "-" + Pods.label(pod, HASH).orElse("");
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
            "the ReplicaSets of " + workload(),
            RoleRule.list("apps", "replicasets"),
            () ->
                cluster()
                    .client()
                    .apps()
                    .replicaSets()
                    .inNamespace(cluster().namespace())
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

  @Override
  List<String> images(Deployment deployment) {
    return images(deployment.getSpec().getTemplate());
  }
}
