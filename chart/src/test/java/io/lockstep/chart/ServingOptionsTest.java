package io.lockstep.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ServingOptionsTest {
  private static Rendered render(String serving) {
    return Chart.render("serving: {mode: deployment, %s}".formatted(serving));
  }

  private static JsonNode knative(String knative) {
    return Chart.render("serving: {mode: knative, knative: {%s}}".formatted(knative))
        .named("Service", "web-lockstep");
  }

  @Test
  void a_port_on_nodes_is_for_a_service_that_has_one() {
    String service = "serving: {mode: deployment, service: {type: %s, nodePorts: {http: 30080}}}";
    assertThat(
            Chart.render(service.formatted("NodePort"))
                .named("Service", "web-lockstep")
                .at("/spec/ports/0/nodePort")
                .asInt())
        .isEqualTo(30080);
    assertThat(
            Chart.render(service.formatted("ClusterIP"))
                .named("Service", "web-lockstep")
                .at("/spec/ports/0/nodePort")
                .isMissingNode())
        .isTrue();
  }

  @Test
  void an_ingress_has_further_hosts_with_the_path_of_the_first_unless_they_have_their_own() {
    JsonNode rules =
        render(
                "ingress: {enabled: true, hostname: a.org, path: /db, extraHosts: [{name: b.org}, {name: c.org, path: /, pathType: Exact}]}")
            .one("Ingress")
            .at("/spec/rules");
    assertThat(
            rules
                .valueStream()
                .map(
                    rule ->
                        rule.path("host").asString()
                            + rule.at("/http/paths/0/path").asString()
                            + " "
                            + rule.at("/http/paths/0/pathType").asString()))
        .containsExactly("a.org/db Prefix", "b.org/db Prefix", "c.org/ Exact");
  }

  @Test
  void a_route_takes_the_requests_that_match() {
    String route = "httpRoute: {enabled: true, parentRefs: [{name: g}], %s}";
    JsonNode rule =
        render(route.formatted("matches: [{path: {type: PathPrefix, value: /db}}]"))
            .one("HTTPRoute")
            .at("/spec/rules/0");
    assertThat(rule.at("/matches/0/path/value").asString()).isEqualTo("/db");
    assertThat(rule.at("/backendRefs/0/name").asString()).isEqualTo("web-lockstep");
    assertThat(render(route.formatted("")).one("HTTPRoute").at("/spec/rules/0").has("matches"))
        .isFalse();
  }

  @Test
  void a_deployment_says_when_a_pod_counts_and_how_many_old_ones_are_kept() {
    JsonNode spec =
        render("minReadySeconds: 5, revisionHistoryLimit: 2").one("Deployment").path("spec");
    assertThat(spec.path("minReadySeconds").asInt()).isEqualTo(5);
    assertThat(spec.path("revisionHistoryLimit").asInt()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"deployment, http", "knative, 8080"})
  void a_startup_probe_asks_whether_it_lives(String mode, String port) {
    String values = "serving: {mode: %s, startupProbe: {enabled: %s, failureThreshold: 9}}";
    JsonNode function = function(Chart.render(values.formatted(mode, true)));
    JsonNode probe = Rendered.container(function).path("startupProbe");
    assertThat(probe.at("/httpGet/path").asString()).isEqualTo("/livez");
    assertThat(probe.at("/httpGet/port").asString("")).isEqualTo(port);
    assertThat(probe.path("failureThreshold").asInt()).isEqualTo(9);
    assertThat(
            Rendered.container(function(Chart.render(values.formatted(mode, false))))
                .has("startupProbe"))
        .isFalse();
  }

  private static JsonNode function(Rendered rendered) {
    return rendered.objects().stream()
        .filter(o -> o.toString().contains("[\"serve\"]"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void knative_s_traffic_tags_and_revision_names_are_the_values() {
    JsonNode service =
        knative(
            "revisionName: 'r{{ .Release.Revision }}', traffic: [{latestRevision: true, percent: 90, tag: next}, {revisionName: web-lockstep-old, percent: 10}]");
    assertThat(service.at("/spec/template/metadata/name").asString()).isEqualTo("web-lockstep-r1");
    assertThat(service.at("/spec/traffic").toString())
        .isEqualTo(
            "[{\"latestRevision\":true,\"percent\":90,\"tag\":\"next\"},{\"percent\":10,\"revisionName\":\"web-lockstep-old\"}]");
    assertThat(knative("").path("spec").has("traffic")).isFalse();
    assertThat(knative("").at("/spec/template/metadata").has("name")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "knative: {traffic: [{latestRevision: true, percent: 90}]} | serving.knative.traffic: the percents are 90 in all",
        "knative: {traffic: [{percent: 100}]} | serving.knative.traffic[0]: says no revision",
        "knative: {traffic: [{latestRevision: true, revisionName: a, percent: 100}]} | serving.knative.traffic[0]: latestRevision and revisionName",
        "knative: {traffic: [{percent: 101}]} | /serving/knative/traffic/0/percent",
        "knative: {traffic: [{latestRevision: true, percent: 90, tag: a}, {revisionName: b, percent: 10, tag: a}]} | serving.knative.traffic[1].tag: a is there twice",
        "knative: {traffic: [{latestRevision: true, percent: 100, tag: A_b}]} | /serving/knative/traffic/0/tag",
        "knative: {revisionName: V_1} | serving.knative.revisionName: \"web-lockstep-V_1\" is no name",
        "minReadySeconds: 3 | serving.minReadySeconds: Knative",
        "revisionHistoryLimit: 3 | serving.revisionHistoryLimit: Knative"
      })
  void what_knative_would_refuse_or_ignore_is_refused(String serving, String message) {
    assertThat(Chart.refusal("serving: {mode: knative, %s}".formatted(serving))).contains(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"traffic: [{latestRevision: true, percent: 100}]", "revisionName: a"})
  void what_a_deployment_would_ignore_is_refused(String knative) {
    assertThat(Chart.refusal("serving: {mode: deployment, knative: {%s}}".formatted(knative)))
        .contains("serving.knative." + knative.replaceAll(":.*", "") + ": a Deployment has no");
  }
}
