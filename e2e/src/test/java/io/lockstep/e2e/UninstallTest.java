package io.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Scenario 12: nothing stays of a release but its data. */
@OnCluster
class UninstallTest {
  @RegisterExtension static final Namespace NAMESPACE = new Namespace();

  private static final String VALUES =
      """
      postgresql: {persistence: {enabled: true, size: 1Gi}}
      migrations: {targets: [%s]}
      reader: {enabled: true}
      """;

  private final Release web = new Release(NAMESPACE, "web");

  @Test
  void only_the_claim_stays_and_a_new_installation_finds_the_data() {
    web.upgrade(VALUES.formatted("main latest"));
    web.sql("insert into question (question_text, pub_date) values ('still there?', now())");
    web.uninstall();

    await("everything is gone")
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> assertThat(left()).isEmpty());
    assertThat(NAMESPACE.kubectl("get", "pvc", "-o", "name").strip())
        .isEqualTo("persistentvolumeclaim/data-web-lockstep-postgresql-0");

    // With another generated password, which the role in the old data doesn't have yet.
    web.upgrade(VALUES.formatted("main latest"));
    assertThat(web.log()).contains("nothing to do: main is at 0002");
    assertThat(web.site().states("main")).isEqualTo(Map.of("0001", "applied", "0002", "applied"));
    assertThat(web.sql("select question_text from question")).isEqualTo("still there?");
  }

  /** All that has the release's label, of every kind that the chart can make. */
  private static String left() {
    return NAMESPACE
        .kubectl(
            "get",
            "pods,services,secrets,configmaps,serviceaccounts,statefulsets,deployments,jobs,cronjobs,"
                + "networkpolicies,poddisruptionbudgets,horizontalpodautoscalers,ingresses,"
                + "services.serving.knative.dev,configurations.serving.knative.dev,"
                + "routes.serving.knative.dev,revisions.serving.knative.dev",
            "-l",
            "app.kubernetes.io/instance=web",
            "-o",
            "name")
        .strip();
  }
}
