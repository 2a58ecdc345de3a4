package io.lockstep.knative;

import static io.lockstep.knative.Answers.Answer.ok;
import static io.lockstep.knative.Answers.Answer.refusal;
import static io.lockstep.knative.Knative.condition;
import static io.lockstep.knative.Knative.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.knative.Answers.Answer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Failure's shapes, with a server in place of the Kubernetes API. */
class WaitTest {
  private static final Answer FORBIDDEN = refusal(403, "pods is forbidden");
  private static final String DEPLOYING =
      service(
          condition("ConfigurationsReady", "Unknown", "", "")
              + ","
              + condition("Ready", "Unknown", "RevisionMissing", "Configuration is waiting"));
  private static final String READY = service(condition("Ready", "True", "", ""));
  private static final String FAILED =
      service(
          condition(
                  "ConfigurationsReady", "False", "RevisionFailed", "Revision web-1 failed:\\n no")
              + ","
              + condition("RoutesReady", "False", "RevisionMissing", "none is ready")
              + ","
              + condition("Ready", "False", "RevisionMissing", "none is ready"));

  @TempDir Path folder;
  private final Answers cluster;

  WaitTest() throws IOException {
    cluster = new Answers().with(Knative.PODS, FORBIDDEN);
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private CommandRun waitFor(String timeout, Answer... services) throws IOException {
    cluster.with(Knative.SERVICE, services);
    return CommandRun.of(
        "wait",
        "--name",
        "web",
        "-n",
        "shop",
        "--timeout",
        timeout,
        "--kubeconfig",
        cluster.kubeconfig(folder));
  }

  @Test
  void wait_ends_when_the_service_is_ready_and_prints_each_change_once() throws IOException {
    CommandRun run = waitFor("30s", ok(DEPLOYING), ok(DEPLOYING), ok(READY)).exitsWith(0);
    assertThat(run.out().lines())
        .containsExactly(
            "generation 1 of service web in namespace shop",
            "ConfigurationsReady=Unknown",
            "Ready=Unknown RevisionMissing: Configuration is waiting",
            "Ready=True",
            "ready: http://web.shop.test");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void the_right_to_get_one_service_is_enough_and_pods_are_asked_for_once() throws IOException {
    waitFor("30s", ok(DEPLOYING), ok(DEPLOYING), ok(READY)).exitsWith(0);
    assertThat(cluster.asked()).filteredOn(path -> path.startsWith(Knative.PODS)).hasSize(1);
    assertThat(cluster.asked())
        .filteredOn(path -> !path.startsWith(Knative.PODS))
        .containsOnly(Knative.SERVICE);
  }

  @Test
  void conditions_of_an_older_generation_do_not_count() throws IOException {
    String url = "\"url\":\"http://web.shop.test\"";
    String ready = condition("Ready", "True", "", "");
    CommandRun run =
        waitFor("30s", ok(service(2, 1, url, ready)), ok(service(2, 2, url, ready))).exitsWith(0);
    assertThat(run.out())
        .contains("Ready=Unknown Knative has not looked at generation 2 yet, only at 1");
    waitFor("0s", ok(service(2, 1, url, ready))).exitsWith(1);
  }

  @Test
  void a_failure_that_stays_ends_it_early_with_knatives_reason() throws IOException {
    waitFor("60s", ok(FAILED))
        .exitsWith(1)
        .saysWhy(
            "it has failed: RevisionFailed: Revision web-1 failed: | no; RevisionMissing: none is ready",
            "kubectl logs -n shop -l serving.knative.dev/revision=web-1");
  }

  @Test
  void a_failure_of_a_moment_does_not_end_it() throws IOException {
    waitFor("30s", ok(FAILED), ok(FAILED), ok(DEPLOYING), ok(READY)).exitsWith(0);
  }

  @Test
  void a_service_that_is_not_ready_in_time_says_why() throws IOException {
    waitFor("1s", ok(DEPLOYING)).exitsWith(1).saysWhy("not ready within 1s: RevisionMissing");
    waitFor(
            "0s",
            ok("{\"apiVersion\":\"serving.knative.dev/v1\",\"kind\":\"Service\",\"metadata\":{}}"))
        .exitsWith(1)
        .saysWhy("Knative has not said anything about it yet");
  }

  @Test
  void a_missing_reason_is_reported_too() throws IOException {
    waitFor("0s", ok(service(condition("Ready", "Unknown", "", ""))))
        .exitsWith(1)
        .saysWhy("not ready within 0s: Knative gives no reason");
  }

  @Test
  void an_image_that_cannot_be_pulled_is_said_where_pods_may_be_listed() throws IOException {
    cluster.with(
        Knative.PODS,
        ok(
            Knative.pods(
                "{\"waiting\":{\"reason\":\"ImagePullBackOff\",\"message\":\"Back-off pulling i\"}}")));
    assertThat(waitFor("0s", ok(DEPLOYING)).exitsWith(1).out())
        .contains("pod web-1-x: serve waits, ImagePullBackOff: Back-off pulling i");
    assertThat(cluster.asked())
        .anyMatch(path -> path.contains("labelSelector=serving.knative.dev%2Frevision%3Dweb-1"));
  }

  @Test
  void a_container_that_ended_is_said_with_its_exit_code() throws IOException {
    cluster.with(
        Knative.PODS,
        ok(Knative.pods("{\"terminated\":{\"exitCode\":137,\"reason\":\"OOMKilled\"}}")));
    assertThat(waitFor("0s", ok(DEPLOYING)).out())
        .contains("pod web-1-x: serve ended with exit code 137, OOMKilled");
  }

  @Test
  void a_function_that_is_not_ready_is_quoted() throws IOException {
    cluster
        .with(Knative.PODS, ok(Knative.pods("{\"running\":{}}")))
        .with(Knative.POD_READY, new Answer(503, "main is at zero, and not at latest yet\n"));
    assertThat(waitFor("0s", ok(DEPLOYING)).exitsWith(1).out())
        .contains("pod web-1-x: serve says: main is at zero, and not at latest yet");
  }

  @Test
  void the_api_servers_own_errors_are_not_taken_for_the_functions() throws IOException {
    cluster
        .with(Knative.PODS, ok(Knative.pods("{\"running\":{}}")))
        .with(
            Knative.POD_READY,
            refusal(403, "pods/proxy is forbidden"),
            refusal(503, "connection refused"),
            new Answer(503, "error trying to reach service: dial tcp: refused"));
    assertThat(waitFor("2s", ok(DEPLOYING)).exitsWith(1).out()).doesNotContain("says");
  }

  @Test
  void a_missing_service_is_reported_at_once() throws IOException {
    waitFor("60s", refusal(404, "not found"))
        .exitsWith(1)
        .saysWhy("service web in namespace shop: there is no such", "kubectl get");
  }

  @Test
  void a_missing_right_is_said_with_the_rule_that_gives_it() throws IOException {
    waitFor("60s", refusal(403, "services is forbidden: User can't get"))
        .exitsWith(1)
        .saysWhy("services is forbidden", "resourceNames [web], verbs [get]");
    waitFor("60s", refusal(401, "Unauthorized"))
        .exitsWith(1)
        .saysWhy("doesn't know who asks", "credentials");
  }

  @Test
  void a_server_that_is_down_for_a_moment_is_asked_again() throws IOException {
    CommandRun run = waitFor("30s", refusal(503, "etcd is busy"), new Answer(500, ""), ok(READY));
    assertThat(run.exitsWith(0).out()).contains("doesn't answer, trying again: etcd is busy");
  }

  @Test
  void a_server_that_stays_down_is_said() throws IOException {
    String kubeconfig = cluster.kubeconfig(folder);
    cluster.close();
    CommandRun.of("wait", "--name", "web", "--timeout", "1s", "--kubeconfig", kubeconfig)
        .exitsWith(1)
        .saysWhy("Kubernetes didn't answer within 1s: nobody listens there", "KUBECONFIG");
  }

  @Test
  void the_url_is_all_that_url_prints() throws IOException {
    String both =
        "\"url\":\"http://web.shop.test\",\"address\":{\"url\":\"http://web.shop.svc.cluster.local\"}";
    cluster.with(Knative.SERVICE, ok(service(1, 1, both, "")));
    String kubeconfig = cluster.kubeconfig(folder);
    assertThat(CommandRun.of("url", "--name", "web", "--kubeconfig", kubeconfig).exitsWith(0).out())
        .isEqualTo("http://web.shop.test" + System.lineSeparator());
    assertThat(
            CommandRun.of("url", "--cluster-local", "--name", "web", "--kubeconfig", kubeconfig)
                .exitsWith(0)
                .out())
        .startsWith("http://web.shop.svc");
  }

  @Test
  void a_service_without_a_url_says_why() throws IOException {
    cluster.with(
        Knative.SERVICE,
        ok(service(1, 1, "\"x\":1", condition("Ready", "False", "Broken", "no route"))));
    CommandRun.of(
            "url", "--name", "web", "--timeout", "0s", "--kubeconfig", cluster.kubeconfig(folder))
        .exitsWith(1)
        .saysWhy("it has none yet: Broken: no route");
  }
}
