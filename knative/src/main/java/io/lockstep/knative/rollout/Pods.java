package io.lockstep.knative.rollout;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.lockstep.knative.cluster.ApiCall;
import io.lockstep.knative.cluster.Cluster;
import io.lockstep.knative.cluster.RoleRule;
import io.lockstep.knative.polling.NoAnswerException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The pods of a namespace that may still run. */
final class Pods {
  private static final RoleRule LIST = RoleRule.list("", "pods");

  /** Of a pod in such a phase every container has ended, and none is started again. */
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  private final Cluster cluster;

  Pods(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Names of the pods with this label which are old. */
  List<String> with(Workload workload, String label, String value, Predicate<Pod> isOld)
      throws NoAnswerException {
    return named(
        ApiCall.answer(
            "the pods of " + workload, LIST, () -> all().withLabel(label, value).list().getItems()),
        isOld);
  }

  /** Names of the pods that this selector finds and which are old. */
  List<String> with(Workload workload, LabelSelector selector, Predicate<Pod> isOld)
      throws NoAnswerException {
    return named(
        ApiCall.answer(
            "the pods of " + workload,
            LIST,
            () -> all().withLabelSelector(selector).list().getItems()),
        isOld);
  }

  private NonNamespaceOperation<Pod, PodList, PodResource> all() {
    return cluster.client().pods().inNamespace(cluster.namespace());
  }

  private static List<String> named(List<Pod> pods, Predicate<Pod> isOld) {
    return pods.stream()
        .filter(Pods::mayRun)
        .filter(isOld)
        .map(pod -> pod.getMetadata().getName())
        .sorted()
        .toList();
  }

  /** The value of a label. */
  static Optional<String> label(Pod pod, String name) {
    return Optional.ofNullable(pod.getMetadata().getLabels()).map(labels -> labels.get(name));
  }

  /** True if an object of this kind and name made it. */
  static boolean isOf(Pod pod, String kind, Predicate<String> name) {
    return Optional.ofNullable(pod.getMetadata().getOwnerReferences()).orElse(List.of()).stream()
        .filter(owner -> kind.equals(owner.getKind()))
        .map(OwnerReference::getName)
        .anyMatch(name);
  }

  /** A selector by these labels. */
  static LabelSelector selector(Map<String, String> labels) {
    LabelSelector selector = new LabelSelector();
    selector.setMatchLabels(labels);
    return selector;
  }

  private static boolean mayRun(Pod pod) {
    return Optional.ofNullable(pod.getStatus())
        .map(PodStatus::getPhase)
        .filter(ENDED::contains)
        .isEmpty();
  }
}
