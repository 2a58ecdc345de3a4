package io.lockstep.knative.cluster;

import io.fabric8.knative.serving.v1.Service;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.knative.polling.ChangeLog;
import io.lockstep.knative.polling.CheckFailure;
import io.lockstep.knative.polling.Deadline;
import io.lockstep.knative.polling.NoAnswerException;
import java.nio.file.Path;
import java.util.Optional;

/** One Knative service in a cluster, which is looked at, and never changed. */
public final class KnativeService implements AutoCloseable {
  private final Cluster cluster;
  private final PodDiagnostics pods;
  private final String name;

  private KnativeService(Cluster cluster, String name) {
    this.cluster = cluster;
    this.pods = new PodDiagnostics(cluster.client(), cluster.namespace());
    this.name = name;
  }

  /**
   * The service; nobody is asked for it yet.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) if no cluster is configured
   */
  public static KnativeService open(
      Optional<Path> kubeconfig, Optional<String> namespace, String name) {
    return new KnativeService(Cluster.open(kubeconfig, namespace), name);
  }

  /**
   * Looks at it now. Asks for no more than {@code get} on this one service.
   *
   * @throws NoAnswerException if Kubernetes did not answer, or not sensibly; it may a second later
   * @throws LockstepException if there is no such service, or Kubernetes doesn't let us look
   */
  ServiceState look() throws NoAnswerException {
    Optional<Service> service =
        ApiCall.answer(
            toString(),
            RoleRule.get("serving.knative.dev", "services", name),
            () -> cluster.knativeService(name));
    return service
        .map(ServiceState::of)
        .orElseThrow(
            () ->
                CheckFailure.of(
                    toString(),
                    "there is no such Knative service, or no Knative in this cluster",
                    "See what there is: kubectl get services.serving.knative.dev -n "
                        + cluster.namespace()));
  }

  /**
   * Prints why the pods of its newest revision aren't ready. Prints nothing without the right to
   * list pods, which the other commands don't need.
   */
  void printDiagnostics(ServiceState state, ChangeLog log) {
    pods.print(state, log);
  }

  /** The command that shows the log of its newest revision; empty if there is none. */
  String logsOf(ServiceState state) {
    return state
        .newestRevision()
        .map(
            revision ->
                " Its log: kubectl logs -n %s -l serving.knative.dev/revision=%s"
                    .formatted(cluster.namespace(), revision))
        .orElse("");
  }

  /** That Kubernetes has not answered until the deadline. */
  LockstepException unreachable(NoAnswerException answer, Deadline deadline) {
    return CheckFailure.of(
            toString(),
            "Kubernetes didn't answer within " + deadline + ": " + answer.getMessage(),
            "Check the cluster, and which one KUBECONFIG means.")
        .causedBy(answer);
  }

  /** {@code service NAME in namespace NS}. */
  @Override
  public String toString() {
    return "service " + name + " in namespace " + cluster.namespace();
  }

  @Override
  public void close() {
    cluster.close();
  }
}
