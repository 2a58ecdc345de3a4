package io.lockstep.knative;

import static java.util.stream.Collectors.joining;

import java.util.stream.Stream;

/** What Kubernetes answers about workloads named web in the namespace shop. */
final class Rollouts {
  static final String DEPLOYMENT = "/apis/apps/v1/namespaces/shop/deployments/web";
  static final String REPLICA_SETS = "/apis/apps/v1/namespaces/shop/replicasets";
  static final String STATEFUL_SET = "/apis/apps/v1/namespaces/shop/statefulsets/web";
  static final String ROLLOUT = "/apis/argoproj.io/v1alpha1/namespaces/shop/rollouts/web";

  private Rollouts() {}

  /** A Deployment of three replicas, with the image shop:2. */
  static String deployment(int generation, int observed, String spec, String status) {
    return """
        {"apiVersion":"apps/v1","kind":"Deployment",
         "metadata":{"name":"web","namespace":"shop","uid":"u1","generation":%d,
           "annotations":{"deployment.kubernetes.io/revision":"2"}},
         "spec":{"replicas":3,%s"selector":{"matchLabels":{"app":"web"}},
           "template":{"spec":{"containers":[{"name":"proxy","image":"envoy:1"},
             {"name":"app","image":"registry.test/shop:2@sha256:abc"}]}}},
         "status":{"observedGeneration":%d,%s}}"""
        .formatted(generation, spec, observed, status);
  }

  /** At generation 2. */
  static String deployment(int replicas, int updated, int available) {
    return deployment(2, 2, "", counts(replicas, updated, available));
  }

  static String counts(int replicas, int updated, int available) {
    return "\"replicas\":%d,\"updatedReplicas\":%d,\"availableReplicas\":%d"
        .formatted(replicas, updated, available);
  }

  /** Of revision 1, with the hash old, and of revision 2, with the hash new. */
  static String replicaSets() {
    return list(
        "ReplicaSetList",
        "apps/v1",
        set("old", "1", "u1"),
        set("new", "2", "u1"),
        set("other", "2", "u2"));
  }

  private static String set(String hash, String revision, String owner) {
    return """
        {"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"web-%s","labels":{"pod-template-hash":"%s"},
         "annotations":{"deployment.kubernetes.io/revision":"%s"},
         "ownerReferences":[{"kind":"Deployment","name":"web","uid":"%s"}]}}"""
        .formatted(hash, hash, revision, owner);
  }

  /** A running pod of the workload's ReplicaSet with this hash. */
  static String pod(String name, String label, String hash) {
    return pod(name, label, hash, "ReplicaSet", "web-" + hash, "Running");
  }

  static String pod(
      String name, String label, String value, String ownerKind, String owner, String phase) {
    return """
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"%s","labels":{"%s":"%s"},
         "ownerReferences":[{"kind":"%s","name":"%s","uid":"x"}]},"status":{"phase":"%s"}}"""
        .formatted(name, label, value, ownerKind, owner, phase);
  }

  static String pods(String... pods) {
    return list("PodList", "v1", pods);
  }

  static String statefulSet(String strategy, String current, int updated, int ready) {
    return """
        {"apiVersion":"apps/v1","kind":"StatefulSet",
         "metadata":{"name":"web","namespace":"shop","generation":2},
         "spec":{"replicas":2,"selector":{"matchLabels":{"app":"web"}},"updateStrategy":%s,
           "template":{"spec":{"containers":[{"name":"app","image":"shop:2"}]}}},
         "status":{"observedGeneration":2,"replicas":2,"updatedReplicas":%d,"readyReplicas":%d,
           "currentRevision":"%s","updateRevision":"web-new"}}"""
        .formatted(strategy, updated, ready, current);
  }

  static String knativeService(String readyRevision, String ready, String traffic) {
    return """
        {"apiVersion":"serving.knative.dev/v1","kind":"Service",
         "metadata":{"name":"web","namespace":"shop","generation":2},
         "spec":{"template":{"spec":{"containers":[{"image":"shop:2"}]}}},
         "status":{"observedGeneration":2,"latestCreatedRevisionName":"web-2",
           "latestReadyRevisionName":"%s","traffic":[%s],
           "conditions":[{"type":"Ready","status":"%s","message":"Revision web-2 deploys"}]}}"""
        .formatted(readyRevision, traffic, ready);
  }

  static String traffic(String revision, int percent) {
    return "{\"revisionName\":\"%s\",\"percent\":%d,\"latestRevision\":false}"
        .formatted(revision, percent);
  }

  static String rollout(String observed, String phase, String stable) {
    return """
        {"apiVersion":"argoproj.io/v1alpha1","kind":"Rollout",
         "metadata":{"name":"web","namespace":"shop","generation":2},
         "spec":{"replicas":2,"selector":{"matchLabels":{"app":"web"}},
           "template":{"spec":{"containers":[{"name":"app","image":"shop:2"}]}}},
         "status":{"observedGeneration":"%s","phase":"%s","message":"CanaryPauseStep",
           "currentPodHash":"new","stableRS":"%s"}}"""
        .formatted(observed, phase, stable);
  }

  private static String list(String kind, String version, String... items) {
    return """
        {"kind":"%s","apiVersion":"%s","metadata":{},"items":[%s]}"""
        .formatted(kind, version, Stream.of(items).collect(joining(",")));
  }
}
