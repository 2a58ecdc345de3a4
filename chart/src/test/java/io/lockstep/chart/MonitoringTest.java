package io.lockstep.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Objects of the Prometheus operator and of Grafana, by the fields that their definitions have. */
class MonitoringTest {
  private static final String OWN = "namespace=\"shop\", app_kubernetes_io_instance=\"web\"";
  private static final Pattern URGENCY = Pattern.compile("#.* (page|ticket)(?:, for (\\w+))?");

  private static final Pattern GROUPING = Pattern.compile("\\b(?:by|on) \\(([^)]*)\\)");

  /** An alert: its expression, what it is worth, and how long it must last. */
  private record Alert(String expression, String severity, String duration) {}

  private static Rendered render(String metrics) {
    return Chart.render(
        "serving: {mode: deployment, metrics: {enabled: true, %s}}".formatted(metrics));
  }

  @Test
  void nothing_of_it_is_there_unless_it_is_asked_for() {
    assertThat(render("").objects())
        .noneMatch(o -> o.path("apiVersion").asString().startsWith("monitoring."))
        .noneMatch(o -> Rendered.name(o).endsWith("dashboard"));
  }

  @Test
  void the_rule_has_the_alerts_of_the_operations_document() throws IOException {
    JsonNode rules =
        render("prometheusRule: {enabled: true}").one("PrometheusRule").at("/spec/groups/0/rules");
    List<Alert> alerts =
        rules
            .valueStream()
            .map(
                rule ->
                    new Alert(
                        everyRelease(rule.path("expr").asString()),
                        rule.at("/labels/severity").asString(),
                        rule.path("for").asString("-")))
            .toList();
    assertThat(alerts).containsExactlyElementsOf(documented());
  }

  @Test
  void each_alert_has_a_name_of_its_own_and_finds_this_release_only() {
    JsonNode rules =
        render("prometheusRule: {enabled: true}").one("PrometheusRule").at("/spec/groups/0/rules");
    assertThat(rules.valueStream().map(rule -> rule.path("alert").asString()))
        .hasSizeGreaterThan(9)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("Lockstep[A-Za-z]+"));
    for (JsonNode rule : rules) {
      String expression = rule.path("expr").asString();
      assertThat(expression.replaceAll("lockstep_[a-z_]+\\{" + OWN + "}", ""))
          .doesNotContain("lockstep_");
      assertThat(expression).contains("namespace=\"shop\"", "instance=\"web\"");
      assertThat(rule.at("/annotations/summary").asString()).endsWith(".");
    }
  }

  @Test
  void an_alert_of_all_releases_is_about_one_of_them() throws IOException {
    assertThat(documented().stream().map(Alert::expression).flatMap(MonitoringTest::groupings))
        .hasSizeGreaterThan(5)
        .allMatch(labels -> labels.matches("namespace, (app_kubernetes_io_instance|job_name).*"));
  }

  /** The labels by which an expression groups or matches. */
  private static Stream<String> groupings(String expression) {
    return GROUPING.matcher(expression).results().map(found -> found.group(1));
  }

  private static String everyRelease(String expression) {
    return expression
        .replace("{" + OWN + "}", "")
        .replace(
            "kube_job_labels{namespace=\"shop\", label_app_kubernetes_io_instance=\"web\", ",
            "kube_job_labels{");
  }

  private static List<Alert> documented() throws IOException {
    String text = Files.readString(Chart.FOLDER.resolve("../docs/operations.md"));
    String block = text.replaceAll("(?s).*```promql\n(.*?)```.*", "$1").replaceAll("\n +", " ");
    List<Alert> alerts = new ArrayList<>();
    String severity = "-";
    String duration = "-";
    for (String line : block.lines().filter(l -> !l.isBlank()).toList()) {
      Matcher urgency = URGENCY.matcher(line);
      if (urgency.matches()) {
        severity = urgency.group(1);
        duration = urgency.group(2) == null ? "-" : urgency.group(2);
      } else {
        alerts.add(new Alert(line, severity, duration));
      }
    }
    return alerts;
  }

  @ParameterizedTest
  @CsvSource({"deployment, http", "knative, user-port"})
  void the_monitor_finds_the_function_s_pods_by_their_labels(String mode, String port) {
    Rendered rendered =
        Chart.render(
            """
            serving: {mode: %s, metrics: {enabled: true, podMonitor: {enabled: true, interval: 30s, labels: {release: prometheus}}}}
            """
                .formatted(mode));
    JsonNode monitor = rendered.one("PodMonitor");
    assertThat(monitor.path("apiVersion").asString()).isEqualTo("monitoring.coreos.com/v1");
    assertThat(monitor.at("/metadata/labels/release").asString()).isEqualTo("prometheus");
    JsonNode endpoint = monitor.at("/spec/podMetricsEndpoints/0");
    assertThat(endpoint.toString())
        .isEqualTo("{\"port\":\"%s\",\"path\":\"/metrics\",\"interval\":\"30s\"}".formatted(port));
    JsonNode function =
        rendered.objects().stream()
            .filter(o -> o.toString().contains("[\"serve\"]"))
            .findFirst()
            .orElseThrow();
    JsonNode labels = function.at("/spec/template/metadata/labels");
    monitor
        .at("/spec/selector/matchLabels")
        .properties()
        .forEach(e -> assertThat(labels.path(e.getKey())).isEqualTo(e.getValue()));
    assertThat(labels.path("app.kubernetes.io/instance").asString()).isEqualTo("web");
    assertThat(function.at("/spec/template/metadata/annotations").toString())
        .doesNotContain("prometheus.io");
  }

  /** The definitions' fields, of the operator's version 0.91; a server prunes or refuses others. */
  @Test
  void rules_and_endpoints_have_fields_of_the_operator_s_definitions() {
    Rendered rendered =
        render(
            """
            prometheusRule: {enabled: true},
            podMonitor: {enabled: true, interval: 1m30s, scrapeTimeout: 10s, basicAuth: {username: {name: s, key: u}, password: {name: s, key: p}}, relabelings: [{action: labeldrop, regex: x}], metricRelabelings: [{action: drop}]}
            """);
    JsonNode monitor = rendered.one("PodMonitor").path("spec");
    assertThat(monitor.propertyNames())
        .isSubsetOf("selector", "namespaceSelector", "podTargetLabels", "podMetricsEndpoints");
    assertThat(monitor.at("/podMetricsEndpoints/0").propertyNames())
        .containsExactlyInAnyOrder(
            "port",
            "path",
            "interval",
            "scrapeTimeout",
            "basicAuth",
            "relabelings",
            "metricRelabelings");
    JsonNode group = rendered.one("PrometheusRule").at("/spec/groups/0");
    assertThat(group.propertyNames()).containsExactlyInAnyOrder("name", "rules");
    for (JsonNode rule : group.path("rules")) {
      assertThat(rule.propertyNames())
          .isSubsetOf("alert", "expr", "for", "labels", "annotations")
          .contains("alert", "expr");
      assertThat(rule.path("for").asString("0")).matches("0|[0-9]+[mh]");
    }
    assertThat(Chart.refusal("serving: {metrics: {podMonitor: {interval: often}}}"))
        .contains("/serving/metrics/podMonitor/interval");
  }

  @Test
  void the_dashboard_is_grafana_s_json_about_the_metrics_that_there_are() {
    JsonNode map =
        render("grafanaDashboard: {enabled: true}").named("ConfigMap", "web-lockstep-dashboard");
    assertThat(map.at("/metadata/labels/grafana_dashboard").asString()).isEqualTo("1");
    JsonNode dashboard =
        new JsonMapper().readTree(map.path("data").path("shop-web-lockstep.json").asString());
    assertThat(dashboard.path("panels").valueStream().map(p -> p.path("id").asInt()))
        .hasSizeGreaterThan(6)
        .doesNotHaveDuplicates();
    for (JsonNode panel : dashboard.path("panels")) {
      assertThat(panel.at("/targets/0/expr").asString())
          .contains("{namespace=\"$namespace\", app_kubernetes_io_instance=\"$release\"}");
      assertThat(panel.at("/gridPos/x").asInt() + panel.at("/gridPos/w").asInt())
          .isLessThanOrEqualTo(24);
      String legend = panel.at("/targets/0/legendFormat").asString();
      assertThat(legend).matches("\\{\\{.*}}");
      assertThat(legend.contains("{{app}}"))
          .as(panel.path("title").asString())
          .isEqualTo(panel.at("/targets/0/expr").asString().contains("lockstep_migrations_"));
    }
    assertThat(dashboard.at("/templating/list").valueStream().map(v -> v.path("name").asString()))
        .containsExactly("datasource", "namespace", "release");
  }

  /** Of two with one uid, one title or one file Grafana takes neither, or the last one alone. */
  @Test
  void the_dashboards_of_two_releases_have_nothing_in_common_by_which_grafana_knows_them() {
    List<JsonNode> maps =
        Stream.of("web", "api")
            .map(
                release ->
                    Chart.renderAs(
                            release,
                            "serving: {metrics: {enabled: true, grafanaDashboard: {enabled: true}}}")
                        .named("ConfigMap", release + "-lockstep-dashboard"))
            .toList();
    assertThat(maps.stream().map(map -> map.path("data").propertyNames().toString()))
        .doesNotHaveDuplicates();
    List<JsonNode> dashboards =
        maps.stream()
            .map(map -> map.path("data").valueStream().findFirst().orElseThrow())
            .map(text -> new JsonMapper().readTree(text.asString()))
            .toList();
    assertThat(dashboards)
        .extracting(dashboard -> dashboard.path("uid").asString())
        .doesNotHaveDuplicates()
        .allMatch(uid -> uid.matches("[a-zA-Z0-9_-]{1,40}"));
    assertThat(dashboards)
        .extracting(dashboard -> dashboard.path("title").asString())
        .containsExactly("Lockstep: shop/web-lockstep", "Lockstep: shop/api-lockstep");
    assertThat(dashboards)
        .extracting(dashboard -> dashboard.at("/templating/list/2/current/value").asString())
        .containsExactly("web", "api");
  }

  @Test
  void two_dependencies_in_one_release_have_alerts_and_panels_of_their_own() {
    String one =
        """
        %s:
          postgresql: {auth: {password: x}}
          serving: {metrics: {enabled: true, podMonitor: {enabled: true}, prometheusRule: {enabled: true}, grafanaDashboard: {enabled: true}}}
        """;
    Rendered shop =
        new Umbrella("alias: orders", "alias: billing")
            .render("web", one.formatted("orders") + one.formatted("billing"));
    assertThat(shop.all("PodMonitor"))
        .hasSize(2)
        .allMatch(
            monitor ->
                Rendered.strings(monitor.at("/spec/podTargetLabels"))
                    .contains("app.kubernetes.io/name"));
    for (String alias : List.of("orders", "billing")) {
      String own = OWN + ", app_kubernetes_io_name=\"" + alias + "\"";
      JsonNode group = shop.named("PrometheusRule", "web-" + alias).at("/spec/groups/0");
      assertThat(group.path("name").asString()).isEqualTo("lockstep/shop/web-" + alias);
      assertThat(group.at("/rules/0/expr").asString())
          .isEqualTo("lockstep_database_up{" + own + "} == 0");
      String dashboard = shop.named("ConfigMap", "web-" + alias + "-dashboard").toString();
      assertThat(dashboard).contains("app_kubernetes_io_name=").contains(alias);
    }
  }

  @Test
  void a_page_with_a_login_is_not_read_without_one() {
    String login =
        "serving: {basicAuth: {existingSecret: users}, metrics: {enabled: true, podMonitor: {enabled: true%s}}}";
    assertThat(Chart.refusal(login.formatted("")))
        .contains("serving.metrics.podMonitor.basicAuth: /metrics wants a login as well");
    assertThat(
            Chart.refusal(
                login.formatted(
                    ", basicAuth: {username: {name: s, key: u}, password: {name: s, key: p}}")))
        .isEqualTo("accepted");
  }

  @Test
  void objects_in_a_namespace_of_their_own_say_whose_they_are() {
    Rendered rendered =
        render(
            """
            podMonitor: {enabled: true, namespace: monitoring},
            prometheusRule: {enabled: true, namespace: monitoring},
            grafanaDashboard: {enabled: true, namespace: '{{ "monitoring" }}'}
            """);
    assertThat(Rendered.name(rendered.one("PodMonitor"))).isEqualTo("shop-web-lockstep");
    assertThat(Rendered.name(rendered.one("PrometheusRule"))).isEqualTo("shop-web-lockstep");
    assertThat(
            rendered
                .named("ConfigMap", "shop-web-lockstep-dashboard")
                .at("/metadata/namespace")
                .asString())
        .isEqualTo("monitoring");
    Rendered same = render("podMonitor: {enabled: true, namespace: shop}");
    assertThat(Rendered.name(same.one("PodMonitor"))).isEqualTo("web-lockstep");
  }

  @Test
  void what_reads_the_metrics_is_refused_without_them() {
    for (String reader : List.of("podMonitor", "prometheusRule", "grafanaDashboard")) {
      assertThat(Chart.refusal("serving: {metrics: {%s: {enabled: true}}}".formatted(reader)))
          .contains("serving.metrics.%s: there is nothing to read".formatted(reader));
    }
  }
}
