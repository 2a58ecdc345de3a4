package io.lockstep.knative;

import static io.lockstep.knative.Answers.Answer.ok;
import static io.lockstep.knative.Rollouts.pod;
import static io.lockstep.knative.Rollouts.pods;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The states of the rollouts of other kinds than a Deployment. */
class AwaitOtherKindsTest extends RolloutWaits {
  @Test
  void a_stateful_set_is_rolled_out_when_its_revisions_are_the_same() throws IOException {
    String label = "controller-revision-hash";
    String old = pod("web-0", label, "web-old", "StatefulSet", "web", "Running");
    String now = pod("web-1", label, "web-new", "StatefulSet", "web", "Running");
    cluster
        .with(
            Rollouts.STATEFUL_SET,
            ok(Rollouts.statefulSet("{\"type\":\"RollingUpdate\"}", "web-old", 1, 1)),
            ok(Rollouts.statefulSet("{\"type\":\"RollingUpdate\"}", "web-new", 2, 2)))
        .with(Knative.PODS, ok(pods(old, now)), ok(pods(now)));
    assertThat(awaited("StatefulSet/web"))
        .first()
        .isEqualTo(
            "waiting for StatefulSet web: 1 of 2 replicas are updated; 1 of 2 replicas are ready;"
                + " pods of an older version left: web-0");
    cluster
        .with(
            Rollouts.STATEFUL_SET,
            ok(
                Rollouts.statefulSet(
                    "{\"type\":\"RollingUpdate\",\"rollingUpdate\":{\"partition\":1}}",
                    "web-old",
                    1,
                    2)))
        .with(Knative.PODS, ok(pods(old, now)));
    assertThat(left("StatefulSet/web")).contains("its update stops at partition 1");
    cluster.with(
        Rollouts.STATEFUL_SET,
        ok(Rollouts.statefulSet("{\"type\":\"OnDelete\"}", "web-old", 1, 2)));
    assertThat(left("StatefulSet/web")).contains("its update strategy is OnDelete");
    cluster.with(Knative.PODS, ok(pods(now)));
    awaited("StatefulSet/web");
  }

  @Test
  void a_knative_service_is_rolled_out_when_all_traffic_and_all_pods_are_the_newest_revisions()
      throws IOException {
    String label = "serving.knative.dev/revision";
    cluster
        .with(
            Knative.SERVICE,
            ok(Rollouts.knativeService("web-1", "Unknown", Rollouts.traffic("web-1", 100))),
            ok(
                Rollouts.knativeService(
                    "web-2",
                    "True",
                    Rollouts.traffic("web-1", 40) + "," + Rollouts.traffic("web-2", 60))),
            ok(Rollouts.knativeService("web-2", "True", Rollouts.traffic("web-2", 100))))
        .with(
            Knative.PODS,
            ok(pods(pod("web-1-x", label, "web-1"))),
            ok(pods(pod("web-1-x", label, "web-1"))),
            ok(pods(pod("web-1-x", label, "web-1"), pod("web-2-x", label, "web-2"))),
            ok(pods(pod("web-2-x", label, "web-2"))));
    assertThat(awaited("KnativeService/web=shop:2"))
        .containsExactly(
            "waiting for KnativeService web: its newest revision is not ready: Revision web-2"
                + " deploys; 0 % of its traffic goes to its newest revision; pods of an older"
                + " version left: web-1-x",
            "waiting for KnativeService web: 60 % of its traffic goes to its newest revision; pods"
                + " of an older version left: web-1-x",
            "waiting for KnativeService web: pods of an older version left: web-1-x",
            "rolled out: KnativeService web",
            "the old pods are gone: KnativeService web");
    assertThat(cluster.asked())
        .anyMatch(path -> path.contains("labelSelector=serving.knative.dev%2Fservice%3Dweb"));
  }

  @Test
  void a_rollout_of_argo_is_rolled_out_when_it_is_healthy_and_stable() throws IOException {
    String label = "rollouts-pod-template-hash";
    cluster
        .with(
            Rollouts.ROLLOUT,
            ok(Rollouts.rollout("1", "Healthy", "new")),
            ok(Rollouts.rollout("2", "Paused", "old")),
            ok(Rollouts.rollout("2", "Healthy", "new")))
        .with(
            Knative.PODS,
            ok(pods(pod("web-old-1", label, "old"))),
            ok(pods(pod("a", label, "new"))));
    assertThat(awaited("Rollout/web=:2"))
        .containsExactly(
            "waiting for Rollout web: its controller has not looked at its newest generation 2 yet",
            "waiting for Rollout web: its phase is Paused: CanaryPauseStep; its newest version is"
                + " not the stable one yet; pods of an older version left: web-old-1",
            "rolled out: Rollout web",
            "the old pods are gone: Rollout web");
  }
}
