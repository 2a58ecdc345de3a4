package io.lockstep.knative;

import static io.lockstep.knative.Answers.Answer.ok;
import static io.lockstep.knative.Answers.Answer.refusal;
import static io.lockstep.knative.Rollouts.counts;
import static io.lockstep.knative.Rollouts.deployment;
import static io.lockstep.knative.Rollouts.pod;
import static io.lockstep.knative.Rollouts.pods;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.ManualClock;
import io.lockstep.knative.Answers.Answer;
import io.lockstep.knative.polling.ChangeLog;
import io.lockstep.knative.rollout.RolloutWait;
import io.lockstep.knative.rollout.WaitRecord;
import io.lockstep.knative.rollout.Workload;
import io.lockstep.knative.rollout.Workloads;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The states of rollouts, with a server in place of the Kubernetes API, and a clock of its own. */
class AwaitRolloutTest {
  private static final String HASH = "pod-template-hash";
  private static final Answer ROLLED_OUT = ok(deployment(3, 3, 3));
  private static final Answer NEW_POD = ok(pods(pod("web-new-1", HASH, "new")));
  private static final Answer OLD_POD =
      ok(pods(pod("web-new-1", HASH, "new"), pod("web-old-1", HASH, "old")));

  @TempDir Path folder;
  private final Answers cluster;
  private final StringWriter out = new StringWriter();
  private final List<String> recorded = new ArrayList<>();
  private final ManualClock clock = new ManualClock(() -> {});

  AwaitRolloutTest() throws IOException {
    cluster =
        new Answers()
            .with(Rollouts.REPLICA_SETS, ok(Rollouts.replicaSets()))
            .with(Knative.PODS, NEW_POD);
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private void await(String deadline, String minSoak, String... workloads) throws IOException {
    WaitRecord record =
        new WaitRecord() {
          @Override
          public void waitsFor(List<String> names) {
            recorded.add(String.join(" ", names));
          }

          @Override
          public void over() {
            recorded.add("over");
          }
        };
    try (Workloads all =
        Workloads.open(
            Optional.of(Path.of(cluster.kubeconfig(folder))),
            Optional.empty(),
            Stream.of(workloads).map(Workload::parse).toList())) {
      new RolloutWait(all, clock, new ChangeLog(new PrintWriter(out)), record)
          .until(Duration.parse(deadline), Duration.parse(minSoak));
    }
  }

  private List<String> awaited(String... workloads) throws IOException {
    await("PT1H", "PT0S", workloads);
    return out.toString().lines().toList();
  }

  /** What one look finds that is still to happen. */
  private String left(String workload) {
    assertThatThrownBy(() -> await("PT0S", "PT0S", workload))
        .asInstanceOf(type(LockstepException.class))
        .extracting(LockstepException::exit)
        .isEqualTo(ExitCode.OLD_PODS_LEFT);
    return out.toString();
  }

  @Test
  void a_deployment_is_rolled_out_when_its_last_old_pod_has_ended_and_each_change_is_a_line()
      throws IOException {
    cluster
        .with(Rollouts.DEPLOYMENT, ok(deployment(4, 1, 3)), ok(deployment(4, 1, 3)), ROLLED_OUT)
        .with(Knative.PODS, OLD_POD, OLD_POD, OLD_POD, NEW_POD);
    assertThat(awaited("Deployment/web"))
        .containsExactly(
            "waiting for Deployment web: 1 of 4 replicas are updated; 3 of 4 replicas are"
                + " available; pods of an older version left: web-old-1",
            "waiting for Deployment web: pods of an older version left: web-old-1",
            "rolled out: Deployment web",
            "the old pods are gone: Deployment web");
    assertThat(clock.elapsed()).isEqualTo(Duration.ofSeconds(6));
    assertThat(recorded).containsExactly("web-old-1", "web-old-1", "web-old-1", "", "over");
  }

  @Test
  void a_pod_counts_as_old_while_it_ends_even_if_its_replica_set_is_gone_already()
      throws IOException {
    cluster
        .with(Rollouts.DEPLOYMENT, ROLLED_OUT)
        .with(
            Knative.PODS,
            ok(
                pods(
                    pod("web-gone-1", HASH, "gone"),
                    pod("web-old-1", HASH, "old", "ReplicaSet", "web-old", "Failed"),
                    pod("other-1", HASH, "x", "ReplicaSet", "other-x", "Running"),
                    pod("debug", "app", "web"))));
    assertThat(left("Deployment/web"))
        .contains("pods of an older version left: web-gone-1" + System.lineSeparator());
  }

  @Test
  void a_deployment_of_an_older_generation_does_not_count() throws IOException {
    cluster.with(Rollouts.DEPLOYMENT, ok(deployment(3, 2, "", counts(3, 3, 3))), ROLLED_OUT);
    assertThat(awaited("deployment/web"))
        .first()
        .isEqualTo(
            "waiting for Deployment web: its controller has not looked at its newest generation 3"
                + " yet");
  }

  @Test
  void a_deployment_without_replicas_is_rolled_out() throws IOException {
    String none = deployment(2, 2, "", counts(0, 0, 0)).replace("\"replicas\":3", "\"replicas\":0");
    cluster.with(Rollouts.DEPLOYMENT, ok(none)).with(Knative.PODS, ok(pods()));
    assertThat(awaited("Deployment/web")).last().asString().startsWith("the old pods are gone");
  }

  @Test
  void a_deployment_that_is_stuck_says_why_and_is_waited_for() throws IOException {
    String stuck =
        ",\"conditions\":[{\"type\":\"Progressing\",\"status\":\"False\",\"reason\":\"ProgressDeadlineExceeded\",\"message\":\"no quota\"}]";
    cluster.with(
        Rollouts.DEPLOYMENT,
        ok(deployment(2, 2, "\"paused\":true,", counts(3, 0, 3) + stuck)),
        ROLLED_OUT);
    assertThat(awaited("Deployment/web"))
        .first()
        .asString()
        .contains("it is paused", "its rollout is stuck, ProgressDeadlineExceeded: no quota");
  }

  @Test
  void an_image_is_waited_for_by_its_name_its_tag_or_its_digest() throws IOException {
    cluster.with(Rollouts.DEPLOYMENT, ROLLED_OUT);
    assertThat(left("Deployment/web=registry.test/shop:3"))
        .contains(
            "its image is envoy:1, registry.test/shop:2@sha256:abc, and not registry.test/shop:3 yet");
    awaited("Deployment/web=:2", "Deployment/web=@sha256:abc", "Deployment/web=envoy:1");
    assertThat(left("Deployment/web=:12")).contains("and not :12 yet");
  }

  @Test
  void a_workload_that_does_not_exist_yet_is_waited_for() throws IOException {
    cluster.with(Rollouts.DEPLOYMENT, refusal(404, "not found"), ROLLED_OUT);
    assertThat(awaited("Deployment/web"))
        .first()
        .isEqualTo("waiting for Deployment web: it does not exist yet");
    assertThat(recorded).first().isEqualTo("Deployment web");
  }

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

  @Test
  void a_missing_right_ends_it_at_once_with_the_rule_that_gives_it() throws IOException {
    cluster.with(Rollouts.DEPLOYMENT, refusal(403, "deployments.apps \\\"web\\\" is forbidden"));
    assertThatThrownBy(() -> awaited("Deployment/web"))
        .hasMessageContaining("deployments.apps \"web\" is forbidden")
        .hasMessageContaining(
            "a Role with apiGroups [apps], resources [deployments], resourceNames [web], verbs"
                + " [get].");
    cluster
        .with(Rollouts.DEPLOYMENT, ROLLED_OUT)
        .with(Knative.PODS, refusal(403, "pods is forbidden"));
    assertThatThrownBy(() -> awaited("Deployment/web"))
        .hasMessageContaining("apiGroups [\"\"], resources [pods], verbs [list].");
    assertThat(clock.elapsed()).isZero();
    assertThat(recorded).last().isEqualTo("over");
  }

  @Test
  void a_server_that_is_down_for_a_while_is_asked_again_and_said_once() throws IOException {
    Answer down = refusal(503, "etcd is busy");
    cluster.with(Rollouts.DEPLOYMENT, down, down, down, ROLLED_OUT);
    assertThat(awaited("Deployment/web"))
        .containsExactly(
            "Kubernetes doesn't answer, trying again: etcd is busy",
            "rolled out: Deployment web",
            "the old pods are gone: Deployment web");
  }

  @Test
  void the_deadline_says_what_is_left_and_what_to_do_next() throws IOException {
    cluster.with(Rollouts.DEPLOYMENT, ROLLED_OUT).with(Knative.PODS, OLD_POD);
    assertThatThrownBy(() -> await("PT7S", "PT0S", "Deployment/web"))
        .hasMessageContaining(
            "they are not after 7 s: Deployment web: pods of an older version left: web-old-1")
        .hasMessageContaining("the next rollout goes on from here")
        .hasMessageContaining("migrate --contract");
    assertThat(clock.elapsed()).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void a_soak_begins_again_when_a_workload_changes_meanwhile() throws IOException {
    Answer changed = ok(deployment(3, 3, "", counts(3, 3, 3)));
    cluster.with(Rollouts.DEPLOYMENT, ROLLED_OUT, ROLLED_OUT, changed);
    await("PT1H", "PT10S", "Deployment/web");
    assertThat(clock.elapsed()).isEqualTo(Duration.ofSeconds(14));
    assertThat(out.toString()).contains("all are rolled out; waiting for 10 s more");
  }

  @Test
  void many_old_pods_are_named_and_then_counted() throws IOException {
    String[] many =
        IntStream.range(10, 30)
            .mapToObj(i -> pod("web-old-" + i, HASH, "old"))
            .toArray(String[]::new);
    cluster.with(Rollouts.DEPLOYMENT, ROLLED_OUT).with(Knative.PODS, ok(pods(many)));
    assertThat(left("Deployment/web")).contains("web-old-18, web-old-19 and 10 more");
  }

  @Test
  void the_command_exits_with_8_when_old_pods_are_left_and_with_2_for_what_is_no_workload()
      throws IOException {
    cluster.with(Rollouts.DEPLOYMENT, ROLLED_OUT);
    String kubeconfig = cluster.kubeconfig(folder);
    CommandRun.of("await-rollout", "Deployment/web", "--kubeconfig", kubeconfig).exitsWith(0);
    cluster.with(Knative.PODS, OLD_POD);
    CommandRun.of("await-rollout", "Deployment/web", "--deadline", "0s", "--kubeconfig", kubeconfig)
        .exitsWith(8)
        .saysWhy("waiting until the old pods are gone", "web-old-1", "the next rollout");
    for (String wrong :
        List.of("web", "Pod/web", "Deployment/", "Deployment/web=", "Deployment/W")) {
      CommandRun.of("await-rollout", wrong)
          .exitsWith(2)
          .saysWhy("is no workload", "Deployment, StatefulSet, KnativeService, Rollout");
    }
    CommandRun.of("await-rollout").exitsWith(2).saysWhy("KIND/NAME");
  }
}
