package io.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** What docs/dependency.md says, word for word: the chart as a dependency of a team's own. */
@OnCluster
class UmbrellaTest {
  @RegisterExtension static final Namespace NAMESPACE = new Namespace();

  private static final String DATABASE =
      "postgresql: {image: {tag: '15'}, persistence: {enabled: false}}";
  private static final String VALUES =
      """
      image: {tag: "%1$s"}
      lockstep: {enabled: %2$s, image: {tag: "%1$s"}, migrations: {targets: [%3$s]}, %4$s}
      """;

  @Test
  void a_deployment_of_the_team_starts_when_the_database_is_at_the_targets() {
    // The page's own Deployment has no security settings.
    NAMESPACE.kubectl(
        "label",
        "namespace",
        NAMESPACE.name(),
        "--overwrite",
        "pod-security.kubernetes.io/enforce=baseline");
    UmbrellaChart shop = UmbrellaChart.ofThePage(NAMESPACE);
    Release web = new Release(NAMESPACE, "web");
    shop.upgrade("web", values(true, "main 0001"));
    assertWaited(shop, web, "0001");

    shop.upgrade("web", values(true, "main latest"));
    assertWaited(shop, web, "0002");
    assertThat(web.jobs()).extracting(Job::target).containsExactly("main latest");
    shop.test("web");

    web.rollback(1);
    assertWaited(shop, web, "0001");

    shop.upgradeWithoutWaiting("web", values(false, "main latest"));
    await("all but the team's own is taken away, and what Knative had made of it")
        .atMost(Duration.ofMinutes(2))
        .until(
            () ->
                NAMESPACE.all("deployments,statefulsets,jobs,ksvc").stream()
                    .map(object -> object.at("/metadata/name").asString())
                    .toList(),
            List.of("web")::equals);
  }

  private static String values(boolean enabled, String target) {
    return VALUES.formatted(Image.tag(), enabled, target, DATABASE);
  }

  private static void assertWaited(UmbrellaChart shop, Release web, String version) {
    Audit.Run run = web.audit().last();
    assertThat(run.to()).isEqualTo(version);
    JsonNode pod = shop.pod("web");
    assertThat(pod.at("/status/initContainerStatuses/0/state/terminated/reason").asString())
        .isEqualTo("Completed");
    assertThat(
            Instant.parse(pod.at("/status/containerStatuses/0/state/running/startedAt").asString()))
        .as("Kubernetes counts whole seconds")
        .isAfterOrEqualTo(run.ended().toInstant().minusSeconds(1));
  }

  @Test
  void two_aliases_in_one_release_keep_to_their_own_databases() {
    UmbrellaChart shop = UmbrellaChart.ofTheAliases(NAMESPACE);
    String own =
        "{image: {tag: \"%s\"}, serving: {mode: deployment}, %s}".formatted(Image.tag(), DATABASE);
    shop.upgrade("two", "orders: %1$s\nbilling: %1$s\n".formatted(own));

    assertThat(at("two-orders")).isEqualTo("0002");
    assertThat(at("two-billing")).isEqualTo("0001");
    assertThat(NAMESPACE.all("deployments", "-l", "app.kubernetes.io/instance=two"))
        .extracting(deployment -> deployment.at("/metadata/name").asString())
        .containsExactlyInAnyOrder("two-orders", "two-billing");
    assertThat(
            NAMESPACE
                .get("deployment", "two-orders")
                .at("/spec/template/spec/imagePullSecrets/0/name")
                .asString())
        .isEqualTo("registry");
    shop.test("two");
  }

  private static String at(String name) {
    return NAMESPACE
        .kubectl(
            List.of(
                    "exec",
                    name + "-postgresql-0",
                    "-c",
                    "postgresql",
                    "--",
                    "psql",
                    "-U",
                    Release.DATABASE,
                    "-X",
                    "-A",
                    "-t",
                    "-c",
                    "select max(version) from main_schema_history where success")
                .toArray(String[]::new))
        .strip();
  }
}
