package io.lockstep.e2e;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A Kubernetes Job as it was at one moment. */
record Job(Namespace namespace, JsonNode json) {
  String name() {
    return json.at("/metadata/name").asString();
  }

  String uid() {
    return json.at("/metadata/uid").asString();
  }

  String target() {
    return json.at("/metadata/annotations/lockstep.io~1target").asString();
  }

  /** What names the rollout that it is of. */
  String rollout() {
    return json.at("/metadata/annotations/lockstep.io~1rollout").asString();
  }

  /** Like {@code 2/5}. */
  String turn() {
    return json.at("/spec/template/spec/containers/0/env")
        .valueStream()
        .filter(variable -> variable.path("name").asString().equals("LOCKSTEP_TURN"))
        .map(variable -> variable.path("value").asString())
        .findFirst()
        .orElseThrow();
  }

  boolean succeeded() {
    return is("Complete");
  }

  boolean failed() {
    return is("Failed");
  }

  boolean ended() {
    return succeeded() || failed();
  }

  private boolean is(String condition) {
    return json.at("/status/conditions")
        .valueStream()
        .filter(c -> c.path("type").asString().equals(condition))
        .anyMatch(c -> c.path("status").asString().equals("True"));
  }

  /** All that its pods have logged. */
  String log() {
    return namespace.kubectl("logs", "--tail=-1", "-l", "batch.kubernetes.io/job-name=" + name());
  }

  List<JsonNode> pods() {
    return namespace.all("pods", "-l", "batch.kubernetes.io/job-name=" + name());
  }

  /** How its pods ended, those that have. */
  List<Integer> exits() {
    return terminated().map(t -> t.path("exitCode").asInt()).toList();
  }

  /** In a word, like {@code Completed} or {@code OOMKilled}. */
  List<String> reasons() {
    return terminated().map(t -> t.path("reason").asString()).toList();
  }

  /** What {@code kubectl describe pod} gives as the message. */
  String terminationMessage() {
    return terminated().map(t -> t.path("message").asString()).findFirst().orElse("");
  }

  private Stream<JsonNode> terminated() {
    return pods().stream()
        .map(pod -> pod.at("/status/containerStatuses/0/state/terminated"))
        .filter(state -> !state.isMissingNode())
        .sorted(Comparator.comparing(state -> state.path("startedAt").asString()));
  }

  @Override
  public String toString() {
    return "%s (%s) %s".formatted(name(), target(), json.at("/status"));
  }
}
