package io.lockstep.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ServingTest {
  private static final String KNATIVE = "serving: {mode: knative}";

  @Test
  void knative_gets_one_service_that_waits_as_long_as_a_migration_takes() {
    Rendered rendered = Chart.render(KNATIVE);
    JsonNode service = rendered.named("Service", "web-lockstep");
    assertThat(service.path("apiVersion").asString()).isEqualTo("serving.knative.dev/v1");
    JsonNode annotations = service.at("/spec/template/metadata/annotations");
    assertThat(annotations.path("serving.knative.dev/progress-deadline").asString())
        .isEqualTo("3600s");
    assertThat(annotations.path("autoscaling.knative.dev/min-scale").asString()).isEqualTo("0");
    assertThat(rendered.all("Deployment")).isEmpty();
  }

  @Test
  void knative_is_spared_what_it_refuses_unless_a_feature_is_on() {
    JsonNode service = Chart.render(KNATIVE).named("Service", "web-lockstep");
    assertThat(Rendered.pod(service).has("securityContext")).isFalse();
    assertThat(service.toString()).doesNotContain("fieldRef");
    assertThat(
            Rendered.variable(
                    Chart.render("serving: {mode: knative, knative: {fieldRef: true}}")
                        .named("Service", "web-lockstep"),
                    "LOCKSTEP_POD")
                .at("/fieldRef/fieldPath")
                .asString())
        .isEqualTo("metadata.name");
  }

  @Test
  void its_pods_find_out_whether_the_release_has_gone_on_and_start_without_their_files() {
    for (String mode : List.of("knative", "deployment")) {
      Rendered rendered =
          Chart.render(
              """
              serving: {mode: %s}
              migrations: {files: {main: {V1__a.sql: select 1}}}
              """
                  .formatted(mode));
      JsonNode serving =
          rendered.named(mode.equals("knative") ? "Service" : "Deployment", "web-lockstep");
      String own = Rendered.variable(serving, "LOCKSTEP_GENERATION").asString();
      JsonNode current = Rendered.variable(serving, "LOCKSTEP_CURRENT").path("configMapKeyRef");
      assertThat(
              rendered
                  .named("ConfigMap", current.path("name").asString())
                  .path("data")
                  .path(current.path("key").asString())
                  .asString())
          .isEqualTo(own)
          .isNotEmpty();
      assertThat(current.path("optional").asBoolean()).isTrue();
      assertThat(files(Rendered.pod(serving)).path("optional").asBoolean()).isTrue();
      assertThat(files(Rendered.pod(rendered.jobs().get(0))).path("optional").asBoolean())
          .as("a Job must have them")
          .isFalse();
    }
  }

  private static JsonNode files(JsonNode pod) {
    return pod.path("volumes")
        .valueStream()
        .filter(volume -> volume.has("configMap"))
        .findFirst()
        .orElseThrow()
        .path("configMap");
  }

  @Test
  void knative_can_be_told_how_to_scale_and_who_sees_it() {
    JsonNode service =
        Chart.render(
                """
                serving:
                  mode: knative
                  annotations: {a: b}
                  knative:
                    minScale: 1
                    visibility: cluster-local
                    scaleDownDelay: 15m
                    revisionAnnotations: {autoscaling.knative.dev/window: 60s, autoscaling.knative.dev/max-scale: '9'}
                """)
            .named("Service", "web-lockstep");
    assertThat(service.at("/metadata/labels").path("networking.knative.dev/visibility").asString())
        .isEqualTo("cluster-local");
    JsonNode annotations = service.at("/spec/template/metadata/annotations");
    assertThat(annotations.path("autoscaling.knative.dev/min-scale").asString()).isEqualTo("1");
    assertThat(annotations.path("autoscaling.knative.dev/scale-down-delay").asString())
        .isEqualTo("15m");
    assertThat(annotations.path("autoscaling.knative.dev/window").asString()).isEqualTo("60s");
    assertThat(annotations.path("autoscaling.knative.dev/max-scale").asString())
        .as("once, and the user's")
        .isEqualTo("9");
  }

  @Test
  void without_knative_there_are_a_deployment_and_a_service_that_finds_its_pods() {
    Rendered rendered = Chart.render("serving: {replicaCount: 3}");
    JsonNode deployment = rendered.one("Deployment");
    assertThat(deployment.at("/spec/replicas").asInt()).isEqualTo(3);
    JsonNode selector = rendered.named("Service", "web-lockstep").at("/spec/selector");
    assertThat(selector).isEqualTo(deployment.at("/spec/selector/matchLabels"));
    selector
        .properties()
        .forEach(
            e ->
                assertThat(deployment.at("/spec/template/metadata/labels").path(e.getKey()))
                    .isEqualTo(e.getValue()));
    JsonNode container = Rendered.container(deployment);
    assertThat(container.at("/readinessProbe/httpGet/path").asString()).isEqualTo("/readyz");
    assertThat(container.at("/livenessProbe/httpGet/path").asString()).isEqualTo("/livez");
  }

  @Test
  void the_function_knows_what_it_is_a_release_of() {
    JsonNode deployment =
        Chart.render(
                "{migrations: {targets: [main 0001, polls zero]}, image: {tag: '7'},"
                    + " chartReference: oci://x/y}")
            .one("Deployment");
    assertThat(variable(deployment, "TARGETS")).isEqualTo("main 0001,polls zero");
    assertThat(variable(deployment, "APP_VERSION")).isEqualTo("7");
    assertThat(variable(deployment, "CHART_VERSION")).isEqualTo(Chart.VERSION);
    assertThat(variable(deployment, "CHART")).isEqualTo("oci://x/y");
    assertThat(variable(deployment, "NAMESPACE")).isEqualTo("shop");
    assertThat(variable(deployment, "RELEASE")).isEqualTo("web");
    assertThat(Rendered.container(deployment).path("image").asString())
        .isEqualTo("localhost/lockstep:7");
  }

  @Test
  void a_deployment_can_have_scaling_a_budget_a_policy_an_ingress_and_a_route() {
    Rendered rendered =
        Chart.render(
            """
            serving:
              autoscaling: {enabled: true, targetMemory: 70}
              pdb: {create: true, minAvailable: 1}
              networkPolicy: {enabled: true}
              ingress: {enabled: true, hostname: a.example.org, ingressClassName: nginx}
              httpRoute: {enabled: true, parentRefs: [{name: gateway}], hostnames: [b.example.org]}
            """);
    assertThat(rendered.one("Deployment").at("/spec/replicas").isMissingNode()).isTrue();
    assertThat(rendered.one("HorizontalPodAutoscaler").at("/spec/metrics")).hasSize(2);
    JsonNode budget = rendered.one("PodDisruptionBudget").path("spec");
    assertThat(budget.path("minAvailable").asInt()).isEqualTo(1);
    assertThat(budget.has("maxUnavailable")).isFalse();
    assertThat(rendered.one("Ingress").at("/spec/rules/0/host").asString())
        .isEqualTo("a.example.org");
    assertThat(rendered.one("HTTPRoute").at("/spec/rules/0/backendRefs/0/name").asString())
        .isEqualTo("web-lockstep");
    rendered.named("NetworkPolicy", "web-lockstep");
  }

  @Test
  void names_that_yaml_takes_for_numbers_and_tags_that_are_cut_stay_valid_labels() {
    Rendered rendered =
        Chart.renderAs(
            "1234", "{nameOverride: '0123', image: {tag: '%s-cut'}}".formatted("x".repeat(62)));
    assertThat(rendered.objects())
        .allSatisfy(
            object ->
                assertThat(object.at("/metadata/labels"))
                    .allSatisfy(
                        label -> {
                          assertThat(label.isString()).isTrue();
                          assertThat(label.asString())
                              .matches("[A-Za-z0-9]([-._A-Za-z0-9]{0,61}[A-Za-z0-9])?");
                        }));
    assertThat(Rendered.variable(rendered.one("Deployment"), "LOCKSTEP_RELEASE").isString())
        .isTrue();
  }

  @Test
  void metrics_are_off_and_with_one_value_on_and_scraped() {
    for (String mode : List.of("knative", "deployment")) {
      String kind = mode.equals("knative") ? "Service" : "Deployment";
      JsonNode off = Chart.render("serving: {mode: " + mode + "}").named(kind, "web-lockstep");
      assertThat(off.toString()).doesNotContain("prometheus.io", "LOCKSTEP_METRICS");
      JsonNode on =
          Chart.render(
                  """
                  serving:
                    mode: %s
                    metrics: {enabled: true}
                    podAnnotations: {prometheus.io/port: '9', a: b}
                  """
                      .formatted(mode))
              .named(kind, "web-lockstep");
      assertThat(variable(on, "METRICS")).isEqualTo("true");
      JsonNode annotations = on.at("/spec/template/metadata/annotations");
      assertThat(annotations.path("prometheus.io/scrape").asString()).isEqualTo("true");
      assertThat(annotations.path("prometheus.io/path").asString()).isEqualTo("/metrics");
      assertThat(annotations.path("prometheus.io/port").asString())
          .as("ours wins not")
          .isEqualTo("9");
      assertThat(annotations.path("a").asString()).isEqualTo("b");
    }
  }

  @Test
  void the_function_can_be_left_out() {
    Rendered rendered = Chart.renderWithHooks("serving: {enabled: false}");
    assertThat(rendered.all("Deployment")).isEmpty();
    assertThat(rendered.all("Service").stream().map(Rendered::name))
        .containsExactly("web-lockstep-postgresql");
    assertThat(rendered.all("Pod").stream().map(Rendered::name))
        .containsExactly("web-lockstep-test-database");
  }

  @Test
  void helm_test_asks_the_database_and_the_url_for_version_and_targets() {
    Rendered rendered =
        Chart.renderWithHooks(
            "{serving: {mode: knative}, migrations: {targets: [main 0001, polls zero]}}");
    assertThat(
            Rendered.strings(
                Rendered.container(rendered.named("Pod", "web-lockstep-test-database"))
                    .path("args")))
        .isEqualTo(List.of("list", "--connect-wait", "120s"));
    assertThat(
            Rendered.strings(
                Rendered.container(rendered.named("Pod", "web-lockstep-test-serving"))
                    .path("args")))
        .containsExactly(
            "knative", "check",
            "--url", "http://web-lockstep.shop.svc",
            "--app-version", Chart.VERSION,
            "--timeout", "120s",
            "--target", "main 0001",
            "--target", "polls zero");
  }

  private static String variable(JsonNode object, String name) {
    return Rendered.variable(object, "LOCKSTEP_" + name).asString();
  }

  /** In Knative the queue-proxy does that, and Knative refuses it. */
  @Test
  void a_deployment_s_pods_answer_while_others_still_learn_that_they_end() {
    JsonNode deployment = Chart.render("serving: {mode: deployment}").one("Deployment");
    assertThat(Rendered.container(deployment).at("/lifecycle/preStop/exec/command").toString())
        .isEqualTo("[\"sleep\",\"5\"]");
    JsonNode service = Chart.render(KNATIVE).named("Service", "web-lockstep");
    assertThat(Rendered.container(service).has("lifecycle")).isFalse();
  }
}
