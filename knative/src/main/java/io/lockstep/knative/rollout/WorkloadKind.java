package io.lockstep.knative.rollout;

import io.lockstep.knative.cluster.RoleRule;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds of objects that run an application's pods, and replace them by new ones. */
public enum WorkloadKind {
  DEPLOYMENT("Deployment", "apps", "deployments"),
  STATEFUL_SET("StatefulSet", "apps", "statefulsets"),
  /** Its own name, since Kubernetes has another kind Service. */
  KNATIVE_SERVICE("KnativeService", "serving.knative.dev", "services"),
  /** Argo Rollouts'. */
  ROLLOUT("Rollout", "argoproj.io", "rollouts");

  private final String written;
  private final String apiGroup;
  private final String resource;

  WorkloadKind(String written, String apiGroup, String resource) {
    this.written = written;
    this.apiGroup = apiGroup;
    this.resource = resource;
  }

  /** Reads one, in any case; empty if it is none. */
  static Optional<WorkloadKind> parse(String text) {
    return Arrays.stream(values())
        .filter(kind -> kind.written.toLowerCase(Locale.ROOT).equals(text.toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  /** All of them, as they are written. */
  static String names() {
    return Arrays.stream(values()).map(WorkloadKind::toString).collect(Collectors.joining(", "));
  }

  /** The rule that allows to look at one. */
  RoleRule get(String name) {
    return RoleRule.get(apiGroup, resource, name);
  }

  @Override
  public String toString() {
    return written;
  }
}
