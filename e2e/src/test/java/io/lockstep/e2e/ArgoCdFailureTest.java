package io.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The real Argo CD and a migration that fails, with an application of one's own in a later wave.
 */
@OnCluster
@ExtendWith(GitServer.Condition.class)
class ArgoCdFailureTest {
  @RegisterExtension static final Namespace NAMESPACE = new Namespace();
  @RegisterExtension final ArgoCd argo = new ArgoCd(NAMESPACE);

  private static final String SHOP =
      """
      migrations:
        targets: [shop latest]
        files:
          shop:
            V0001__orders.sql: "create table orders (id bigint);"
            U0001__orders.sql: "drop table orders;"
            V0002__total.sql: "alter table orders add column total %s;"
            U0002__total.sql: "alter table orders drop column total;"
      """;

  /** With the page's annotation. */
  private static final String OWN =
      """
      apiVersion: v1
      kind: ConfigMap
      %sdata: {started: after the migration}
      """;

  @Test
  void a_failed_migration_degrades_the_application_and_what_comes_later_waits_for_its_mending() {
    String web = argo.unique("web");
    Release release = new Release(NAMESPACE, web);
    argo.secret("web-postgresql", "secret");
    GitServer.Repository git = argo.repository("broken");
    String own =
        OWN.formatted(
            Example.of("docs/gitops.md", "wave")
                .with("metadata:", "metadata:\n  name: own")
                .text());
    git.push(
        Map.of(
            "chart/templates/own.yaml",
            own,
            "chart/wave.yaml",
            Example.of("docs/gitops.md", "wave-values").text(),
            "chart/shop.yaml",
            SHOP.formatted("no_such_type")));
    argo.apply(
        web,
        argo.application(web, "web-postgresql", git)
            .with("        migrations: {targets: [\"main latest\"]}\n", "")
            .with("valuesObject:", "valueFiles: [wave.yaml, shop.yaml]\n      valuesObject:"));

    await("it is degraded")
        .atMost(ArgoCd.SYNC)
        .until(
            () -> argo.get(web).at("/status/health/status").asString(""),
            health -> health.equals("Degraded"));
    Job job = release.endedJobs().get(0);
    assertThat(job.failed()).isTrue();
    assertThat(job.terminationMessage()).contains("no_such_type");
    await("Argo CD names the Job and why it failed")
        .atMost(ArgoCd.SYNC)
        .until(
            () -> argo.get(web).at("/status/operationState").toString(),
            state -> state.contains(job.name()) && state.contains("exit code 4"));
    assertThat(NAMESPACE.all("configmaps", "--field-selector=metadata.name=own")).isEmpty();

    git.push(Map.of("chart/shop.yaml", SHOP.formatted("bigint")));
    argo.awaitHealthy(web, git.head());
    assertThat(release.jobs()).singleElement().matches(Job::succeeded);
    assertThat(release.audit().last().to()).isEqualTo("0002");
    assertThat(
            Instant.parse(
                NAMESPACE.get("configmap", "own").at("/metadata/creationTimestamp").asString()))
        .as("it came after the migration; Kubernetes counts whole seconds")
        .isAfterOrEqualTo(release.audit().last().ended().toInstant().minusSeconds(1));
  }
}
