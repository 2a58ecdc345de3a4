package io.lockstep.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the chart finds out by looking at the cluster, where Helm has one. */
class ClusterTest {
  private static final String ACCOUNT = "/api/v1/namespaces/shop/serviceaccounts/default";
  private static final String SECRET = "/api/v1/namespaces/shop/secrets/web-lockstep-postgresql";
  private static final String OBJECT =
      "{\"apiVersion\": \"v1\", \"kind\": \"ServiceAccount\", \"metadata\": {\"name\": \"x\"}}";

  @AfterEach
  void leave() {
    FakeCluster.holds(Map.of());
  }

  @Test
  void with_a_cluster_jobs_go_by_revision_and_a_password_is_generated() {
    FakeCluster.holds(Map.of(ACCOUNT, OBJECT));
    Rendered rendered = Chart.renderOnly("{}");
    assertThat(rendered.jobNames())
        .singleElement()
        .asString()
        .matches("web-lockstep-main-1-1-.{8}");
    assertThat(password(rendered)).hasSize(24).isNotEqualTo(password(Chart.renderOnly("{}")));
  }

  @Test
  void so_they_do_when_helm_is_about_to_make_the_namespace() {
    FakeCluster.holds(Map.of("/api/v1/namespaces/kube-system", OBJECT));
    assertThat(Chart.renderOnly("{}").jobNames())
        .singleElement()
        .asString()
        .matches("web-lockstep-main-1-1-.{8}");
  }

  @Test
  void a_generated_password_survives_upgrades_and_a_given_one_wins() {
    FakeCluster.holds(
        Map.of(
            ACCOUNT,
            OBJECT,
            SECRET,
            "{\"apiVersion\": \"v1\", \"kind\": \"Secret\", \"metadata\": {\"name\": \"x\"}, \"data\": {\"password\": \"a2VwdA==\"}}"));
    assertThat(password(Chart.renderOnly("{}"))).isEqualTo("kept");
    assertThat(password(Chart.renderOnly("postgresql: {auth: {password: given}}")))
        .isEqualTo("given");
  }

  @Test
  void files_of_the_knative_revision_that_serves_stay_until_another_does() {
    String knative = "/apis/serving.knative.dev/v1/namespaces/shop/";
    String old = "web-lockstep-files-0123456789";
    FakeCluster.holds(
        Map.of(
            ACCOUNT,
            OBJECT,
            knative + "services/web-lockstep",
            """
            {"apiVersion": "serving.knative.dev/v1", "kind": "Service", "metadata": {"name": "x"},
             "status": {"latestReadyRevisionName": "web-lockstep-00001"}}
            """,
            knative + "revisions/web-lockstep-00001",
            """
            {"apiVersion": "serving.knative.dev/v1", "kind": "Revision", "metadata": {"name": "x"},
             "spec": {"volumes": [{"name": "tmp", "emptyDir": {}}, {"name": "mine", "configMap": {"name": "mine"}},
                                  {"name": "app", "configMap": {"name": "%s"}}]}}
            """
                .formatted(old),
            "/api/v1/namespaces/shop/configmaps/" + old,
            """
            {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "%s", "annotations": {"lockstep.io/app": "shop"}},
             "immutable": true, "data": {"V0001__a.sql": "select 'old';\\n"}}
            """
                .formatted(old)));
    String values =
        "{serving: {mode: %s}, migrations: {files: {shop: {V0001__a.sql: select 'new'}}}}";

    Rendered rendered = Chart.renderOnly(values.formatted("knative"));
    assertThat(rendered.named("ConfigMap", old).at("/data/V0001__a.sql").asString())
        .isEqualTo("select 'old';\n");
    assertThat(rendered.named("ConfigMap", old).at("/metadata/annotations/lockstep.io~1app"))
        .hasToString("\"shop\"");
    assertThat(rendered.all("ConfigMap")).as("rollout, new files, old files").hasSize(3);
    assertThat(Chart.renderOnly(values.formatted("deployment")).all("ConfigMap")).hasSize(2);
  }

  @Test
  void a_knative_revision_that_was_given_up_is_made_anew_and_no_other() {
    String retry = "/spec/template/metadata/annotations/lockstep.io~1retry";
    assertThat(knative("Unknown", "{}").at(retry).isMissingNode()).isTrue();
    assertThat(knative("False", "{}").at(retry).asString()).isEqualTo("1");
    assertThat(knative("True", "{\"lockstep.io/retry\": \"7\"}").at(retry).asString())
        .as("what it has stays, or it would be another one")
        .isEqualTo("7");
  }

  /** The Knative Service that is rendered where the cluster has one with this condition. */
  private static JsonNode knative(String ready, String annotations) {
    FakeCluster.holds(
        Map.of(
            ACCOUNT,
            OBJECT,
            "/apis/serving.knative.dev/v1/namespaces/shop/services/web-lockstep",
            """
            {"apiVersion": "serving.knative.dev/v1", "kind": "Service", "metadata": {"name": "x"},
             "spec": {"template": {"metadata": {"annotations": %s}}},
             "status": {"conditions": [{"type": "ConfigurationsReady", "status": "%s"}, {"type": "Ready", "status": "Unknown"}]}}
            """
                .formatted(annotations, ready)));
    return Chart.renderOnly("serving: {mode: knative}").named("Service", "web-lockstep");
  }

  @Test
  void the_function_starts_again_when_a_configmap_of_the_user_s_has_changed() {
    Set<JsonNode> templates = new HashSet<>();
    for (String file : List.of("V0001__a.sql", "V0002__b.sql", "V0001__a.sql")) {
      FakeCluster.holds(
          Map.of(
              ACCOUNT,
              OBJECT,
              "/api/v1/namespaces/shop/configmaps/mine",
              """
              {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "mine"}, "data": {"%s": "select 1"}}
              """
                  .formatted(file)));
      Rendered rendered = Chart.renderOnly("migrations: {configMaps: {main: mine}}");
      templates.add(rendered.one("Deployment").at("/spec/template"));
    }
    assertThat(templates).hasSize(2);
  }

  private static String password(Rendered rendered) {
    return new String(
        Base64.getDecoder()
            .decode(
                rendered
                    .named("Secret", "web-lockstep-postgresql")
                    .at("/data/password")
                    .asString()),
        StandardCharsets.UTF_8);
  }
}
