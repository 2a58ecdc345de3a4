package io.lockstep.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Nothing is shown to more people than somebody has said. */
class PrivateServingTest {
  private static final String ACCOUNT = "/api/v1/namespaces/shop/serviceaccounts/default";
  private static final String DEPLOYMENT = "/apis/apps/v1/namespaces/shop/deployments/web-lockstep";
  private static final String OBJECT =
      "{\"apiVersion\": \"v1\", \"kind\": \"ServiceAccount\", \"metadata\": {\"name\": \"x\"}}";
  private static final String OF =
      """
      {"apiVersion": "apps/v1", "kind": "Deployment",
       "metadata": {"name": "web-lockstep", "labels": {"app.kubernetes.io/instance": "%s"}}}
      """;
  private static final String BUNDLED = "postgresql: {auth: {password: x}}\n";
  private static final String EXTERNAL =
      "{postgresql: {enabled: false}, externalDatabase: {host: db, password: x}}";

  @AfterEach
  void leave() {
    FakeCluster.holds(Map.of());
  }

  private static void cluster(String... more) {
    Map<String, String> objects = new HashMap<>(Map.of(ACCOUNT, OBJECT));
    for (int i = 0; i < more.length; i += 2) {
      objects.put(more[i], more[i + 1]);
    }
    FakeCluster.holds(objects);
  }

  @Test
  void a_knative_service_is_cluster_local_unless_it_is_to_be_public() {
    assertThat(visibility("{mode: knative}")).isEqualTo("cluster-local");
    assertThat(visibility("{mode: knative, public: false}")).isEqualTo("cluster-local");
    assertThat(visibility("{mode: knative, knative: {visibility: cluster-local}}"))
        .isEqualTo("cluster-local");
    assertThat(visibility("{mode: knative, public: true}")).isEmpty();
    assertThat(
            Chart.refusal(
                "serving: {mode: knative, public: true, knative: {visibility: cluster-local}}"))
        .contains("serving.public: serving.knative.visibility=cluster-local says the contrary");
  }

  private static String visibility(String serving) {
    return Chart.render("serving: " + serving)
        .named("Service", "web-lockstep")
        .at("/metadata/labels")
        .path("networking.knative.dev/visibility")
        .asString("");
  }

  @Test
  void auto_is_knative_where_the_cluster_has_it() {
    cluster();
    assertThat(isKnative("{}")).isTrue();
    assertThat(isKnative("serving: {mode: deployment}")).isFalse();
  }

  @Test
  void auto_stays_a_deployment_on_an_upgrade_although_the_cluster_has_got_knative() {
    cluster(DEPLOYMENT, OF.formatted("web"));
    assertThat(isKnative("{}")).isFalse();
    assertThat(isKnative("serving: {mode: knative}")).isTrue();
  }

  @Test
  void auto_does_not_go_by_a_deployment_of_somebody_else() {
    cluster(DEPLOYMENT, OF.formatted("other"));
    assertThat(isKnative("{}")).isTrue();
    cluster(
        DEPLOYMENT, "{\"apiVersion\": \"apps/v1\", \"kind\": \"Deployment\", \"metadata\": {}}");
    assertThat(isKnative("{}")).isTrue();
  }

  @Test
  void auto_is_a_deployment_where_helm_can_not_look_for_the_one_of_before() {
    assertThat(isKnative(BUNDLED)).isFalse();
    assertThat(isKnative(BUNDLED + "serving: {mode: knative}")).isTrue();
  }

  private static boolean isKnative(String values) {
    Rendered rendered = Chart.renderWithKnative(values);
    boolean knative =
        rendered
            .named("Service", "web-lockstep")
            .path("apiVersion")
            .asString()
            .startsWith("serving.knative.dev");
    assertThat(rendered.all("Deployment")).hasSize(knative ? 0 : 1);
    return knative;
  }

  @Test
  void the_function_reads_as_the_reader_where_the_chart_makes_that_role() {
    cluster();
    assertThat(readsAsReader("{}")).isTrue();
    assertThat(Chart.renderOnly("{}").named("Secret", "web-lockstep-reader").at("/data/password"))
        .isNotNull();
    assertThat(readsAsReader("reader: {enabled: false}")).isFalse();
    assertThat(readsAsReader("migrations: {enabled: false}")).as("nobody makes it").isFalse();
    assertThat(readsAsReader("migrations: {targets: []}")).as("nobody makes it").isFalse();
    assertThat(readsAsReader("migrations: {tenants: {list: [{name: a}]}}"))
        .as("tenants may be on servers where nobody makes it")
        .isFalse();
    assertThat(readsAsReader(EXTERNAL)).as("its role may perhaps make none").isFalse();
    assertThat(readsAsReader(EXTERNAL.replace("}}", "}, reader: {enabled: true}}"))).isTrue();
  }

  @Test
  void without_a_cluster_the_function_reads_as_the_reader_if_a_password_is_given() {
    assertThat(readsAsReader(BUNDLED)).isFalse();
    assertThat(readsAsReader(BUNDLED + "reader: {password: given}")).isTrue();
    assertThat(readsAsReader(BUNDLED + "reader: {existingSecret: mine}")).isTrue();
    assertThat(Chart.refusalOfOnly(BUNDLED + "reader: {enabled: true}"))
        .contains("reader.existingSecret: needed where Helm can't look at the cluster");
  }

  @Test
  void without_a_function_there_is_no_role_for_it() {
    cluster();
    Rendered rendered = Chart.renderOnly("serving: {enabled: false}");
    assertThat(rendered.all("Secret")).hasSize(1);
    assertThat(rendered.jobs().toString()).doesNotContain("READER");
  }

  private static boolean readsAsReader(String values) {
    Rendered rendered = Chart.renderOnly(values);
    JsonNode function = rendered.one("Deployment");
    boolean reader = !Rendered.variable(function, "POSTGRES_READER_USER").isMissingNode();
    assertThat(Rendered.variable(function, "POSTGRES_USER").isMissingNode()).isEqualTo(reader);
    assertThat(rendered.jobs())
        .allSatisfy(
            job ->
                assertThat(!Rendered.variable(job, "POSTGRES_READER_USER").isMissingNode())
                    .isEqualTo(reader));
    return reader;
  }

  @Test
  void a_secret_of_htpasswd_is_read_by_the_function_and_by_nothing_else() {
    for (String mode : List.of("knative", "deployment")) {
      Rendered rendered =
          Chart.renderWithHooks(
              """
              serving:
                mode: %s
                public: true
                basicAuth: {existingSecret: web-users, existingSecretKey: users}
              migrations: {schedule: '0 * * * *'}
              """
                  .formatted(mode));
      JsonNode function =
          rendered.named(mode.equals("knative") ? "Service" : "Deployment", "web-lockstep");
      JsonNode secret = Rendered.volume(function, "basic-auth").path("secret");
      assertThat(secret.path("secretName").asString()).isEqualTo("web-users");
      assertThat(secret.at("/items/0/key").asString()).isEqualTo("users");
      assertThat(Rendered.variable(function, "LOCKSTEP_BASIC_AUTH_FILE").asString())
          .isEqualTo("/secrets/basic-auth/auth");
      assertThat(Rendered.container(function).path("volumeMounts").toString())
          .contains("/secrets/basic-auth");
      assertThat(rendered.objects().stream().filter(o -> !o.equals(function)))
          .allSatisfy(o -> assertThat(o.toString()).doesNotContain("basic-auth", "BASIC_AUTH"));
    }
  }

  @Test
  void helm_test_asks_a_function_with_a_login_only_whether_it_is_ready() {
    JsonNode test =
        Chart.renderWithHooks("serving: {basicAuth: {existingSecret: web-users}}")
            .named("Pod", "web-lockstep-test-serving");
    assertThat(Rendered.strings(Rendered.container(test).path("args")))
        .contains("check", "--url")
        .doesNotContain("--app-version", "--target");
  }
}
