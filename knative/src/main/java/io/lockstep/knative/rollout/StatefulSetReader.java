package io.lockstep.knative.rollout;

import io.fabric8.kubernetes.api.model.apps.RollingUpdateStatefulSetStrategy;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import io.fabric8.kubernetes.api.model.apps.StatefulSetUpdateStrategy;
import io.lockstep.knative.cluster.Cluster;
import io.lockstep.knative.polling.NoAnswerException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Reads a StatefulSet and its pods. */
final class StatefulSetReader extends WorkloadReader<StatefulSet> {
  private static final String HASH = "controller-revision-hash";

  StatefulSetReader(Cluster cluster, Workload workload) {
    super(cluster, workload);
  }

  @Override
  Optional<StatefulSet> find() {
    return Optional.ofNullable(
        cluster()
            .client()
            .apps()
            .statefulSets()
            .inNamespace(cluster().namespace())
            .withName(workload().name())
            .get());
  }

  private static StatefulSetStatus status(StatefulSet set) {
    return Objects.requireNonNullElseGet(set.getStatus(), StatefulSetStatus::new);
  }

  @Override
  boolean isSeen(StatefulSet set) {
    return WorkloadState.isSeen(set, Optional.ofNullable(status(set).getObservedGeneration()));
  }

  @Override
  WorkloadState state(StatefulSet set, String version) throws NoAnswerException {
    StatefulSetStatus status = status(set);
    Optional<String> newest = Optional.ofNullable(status.getUpdateRevision());
    List<String> old =
        new Pods(cluster())
            .with(
                workload(),
                set.getSpec().getSelector(),
                pod ->
                    Pods.isOf(pod, "StatefulSet", workload().name()::equals)
                        && !newest.equals(Pods.label(pod, HASH)));
    List<String> reasons = reasons(set, status);
    if (!reasons.isEmpty() || !old.isEmpty()) {
      strategy(set).ifPresent(reasons::add);
    }
    return new WorkloadState(version, reasons, old);
  }

  private static List<String> reasons(StatefulSet set, StatefulSetStatus status) {
    int wanted = Objects.requireNonNullElse(set.getSpec().getReplicas(), 1);
    int replicas = Objects.requireNonNullElse(status.getReplicas(), 0);
    int updated = Objects.requireNonNullElse(status.getUpdatedReplicas(), 0);
    int ready = Objects.requireNonNullElse(status.getReadyReplicas(), 0);
    int all = Math.max(wanted, replicas);
    List<String> reasons = new ArrayList<>();
    boolean isSame = Objects.equals(status.getCurrentRevision(), status.getUpdateRevision());
    // Kubernetes counts none as updated while there is no other revision.
    if (!isSame && !isOnDelete(set)) {
      reasons.add("%d of %d replicas are updated".formatted(updated, all));
    }
    if (ready < all) {
      reasons.add("%d of %d replicas are ready".formatted(ready, all));
    }
    return reasons;
  }

  /** What keeps a StatefulSet from ever replacing its pods by itself. */
  private static Optional<String> strategy(StatefulSet set) {
    if (isOnDelete(set)) {
      return Optional.of("its update strategy is OnDelete, so somebody must delete the old pods");
    }
    return Optional.ofNullable(set.getSpec().getUpdateStrategy())
        .map(StatefulSetUpdateStrategy::getRollingUpdate)
        .map(RollingUpdateStatefulSetStrategy::getPartition)
        .filter(partition -> partition > 0)
        .map("its update stops at partition %d, so somebody must set that to 0"::formatted);
  }

  private static boolean isOnDelete(StatefulSet set) {
    return Optional.ofNullable(set.getSpec().getUpdateStrategy())
        .map(StatefulSetUpdateStrategy::getType)
        .filter("OnDelete"::equals)
        .isPresent();
  }

  @Override
  List<String> images(StatefulSet set) {
    return images(set.getSpec().getTemplate());
  }
}
