package io.lockstep.knative;

import static io.lockstep.knative.Answers.Answer.ok;
import static io.lockstep.knative.Answers.Answer.refusal;
import static io.lockstep.knative.Rollouts.counts;
import static io.lockstep.knative.Rollouts.deployment;
import static io.lockstep.knative.Rollouts.pod;
import static io.lockstep.knative.Rollouts.pods;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.knative.Answers.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The states of a Deployment's rollout, and what ends the wait for one. */
class AwaitRolloutTest extends RolloutWaits {
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
  void a_deadline_that_nobody_answers_before_does_not_say_that_old_pods_are_left()
      throws IOException {
    cluster.with(Rollouts.DEPLOYMENT, ROLLED_OUT, refusal(503, "etcd is busy"));
    cluster.with(Knative.PODS, OLD_POD);
    assertThatThrownBy(() -> await("PT7S", "PT0S", "Deployment/web"))
        .hasMessageContaining("nobody knows whether they are after 7 s: ")
        .hasMessageContaining("Kubernetes: it doesn't answer: etcd is busy")
        .hasMessageContaining("web-old-1")
        .hasMessageNotContaining("they are not");
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
