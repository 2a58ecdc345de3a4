package io.lockstep.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The level "restricted" of Kubernetes' pod security standards, for every pod in every mode. */
class PodSecurityTest {
  private static final Set<String> WITH_PODS =
      Set.of("Pod", "Job", "CronJob", "Deployment", "StatefulSet");
  private static final Set<String> NAMESPACED =
      Set.of(
          "ConfigMap",
          "CronJob",
          "Deployment",
          "HorizontalPodAutoscaler",
          "Job",
          "NetworkPolicy",
          "Pod",
          "PodDisruptionBudget",
          "Secret",
          "Service",
          "ServiceAccount",
          "StatefulSet");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "migrations: {schedule: '0 * * * *', files: {main: {V1__a.sql: select 1}}}",
        "serving: {mode: knative}",
        "serving: {autoscaling: {enabled: true}, pdb: {create: true}, networkPolicy: {enabled: true}}",
        "{postgresql: {enabled: false}, externalDatabase: {host: db, password: x}, reader: {enabled: true, password: x}}",
        "{postgresql: {enabled: false}, externalDatabase: {host: db, existingSecret: x}, migrations: {hook: pre-upgrade}}"
      })
  void every_pod_is_restricted_has_no_token_and_nothing_belongs_to_the_cluster(String values) {
    Rendered rendered = Chart.renderWithHooks(values);
    for (JsonNode object : rendered.objects()) {
      String kind = object.path("kind").asString();
      assertThat(NAMESPACED).contains(kind);
      boolean knative = object.path("apiVersion").asString().equals("serving.knative.dev/v1");
      if (knative || WITH_PODS.contains(kind)) {
        JsonNode pod = Rendered.pod(object);
        assertThat(pod.path("automountServiceAccountToken").asBoolean(true))
            .as(Rendered.name(object))
            .isFalse();
        assertThat(pod.path("enableServiceLinks").asBoolean(true)).isFalse();
        if (!knative) {
          assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        }
        for (String containers : List.of("initContainers", "containers")) {
          pod.path(containers).forEach(PodSecurityTest::isRestricted);
        }
      }
      if (kind.equals("ServiceAccount")) {
        assertThat(object.path("automountServiceAccountToken").asBoolean(true)).isFalse();
      }
    }
  }

  @Test
  void the_test_that_asks_the_function_alone_gets_no_password_of_the_owner_or_a_tenant() {
    Rendered rendered =
        Chart.renderWithHooks(
            "{postgresql: {enabled: false}, externalDatabase: {host: db, existingSecret: owner}, migrations: {tenants: {list: [{name: a, passwordSecret: tenant}]}}}");
    assertThat(rendered.named("Pod", "web-lockstep-test-database").toString())
        .contains("/secrets/database", "\"owner\"", "\"tenant\"");
    assertThat(rendered.named("Pod", "web-lockstep-test-serving").toString())
        .doesNotContain("/secrets/", "\"owner\"", "\"tenant\"", "PASSWORD", "POSTGRES_USER");
  }

  /**
   * As in a chart that has this one as a dependency, where null does not take a default away with
   * every Helm.
   */
  @Test
  void whoever_sets_users_by_itself_gets_pods_without_any() {
    String off = "podSecurityContext: {enabled: false}, containerSecurityContext: {enabled: false}";
    Rendered rendered =
        Chart.renderWithHooks(
            "{%s, postgresql: {%s}, migrations: {schedule: '0 * * * *'}}".formatted(off, off));
    assertThat(rendered.all("StatefulSet")).hasSize(1);
    assertThat(rendered.text()).doesNotContain("securityContext", "runAs", "fsGroup:");
    assertThat(Chart.renderWithHooks("{}").text())
        .contains("fsGroup: 999")
        .doesNotContain("enabled: true");
  }

  private static void isRestricted(JsonNode container) {
    JsonNode security = container.path("securityContext");
    assertThat(security.path("runAsNonRoot").asBoolean()).isTrue();
    assertThat(security.path("runAsUser").asInt()).isPositive();
    assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(security.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
    assertThat(Rendered.strings(security.at("/capabilities/drop"))).containsExactly("ALL");
    assertThat(security.at("/seccompProfile/type").asString()).isEqualTo("RuntimeDefault");
    assertThat(container.path("resources").has("limits")).isTrue();
    assertThat(container.path("volumeMounts").toString()).contains("\"/tmp\"");
  }
}
