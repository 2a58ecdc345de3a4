package io.lockstep.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** Values may use what the release knows, as in other charts. */
class TemplatesInValuesTest {
  @Test
  void labels_annotations_and_variables_may_be_templates() {
    Rendered rendered =
        Chart.render(
            """
            commonLabels: {team: '{{ .Release.Name }}-team'}
            commonAnnotations: {note: '{{ .Chart.Name }}'}
            migrations: {podAnnotations: {a: '{{ .Release.Name }}'}, podLabels: {b: '{{ .Release.Name }}'},
              extraEnvVars: [{name: X, value: '{{ .Release.Namespace }}'}]}
            serving: {mode: deployment, annotations: {c: '{{ .Release.Name }}'}}
            """);
    JsonNode job = rendered.jobs().get(0);
    assertThat(job.at("/metadata/labels/team").asString()).isEqualTo("web-team");
    assertThat(job.at("/metadata/annotations/note").asString()).isEqualTo("lockstep");
    assertThat(job.at("/spec/template/metadata/annotations/a").asString()).isEqualTo("web");
    assertThat(job.at("/spec/template/metadata/labels/b").asString()).isEqualTo("web");
    assertThat(Rendered.variable(job, "X").asString()).isEqualTo("shop");
    assertThat(rendered.one("Deployment").at("/metadata/annotations/c").asString())
        .isEqualTo("web");
  }

  @Test
  void every_host_annotation_and_name_of_an_object_may_be_a_template() {
    Rendered rendered =
        Chart.renderWithHooks(
            """
            global: {imagePullSecrets: [T, {name: T}], storageClass: T}
            image: {pullSecrets: [T]}
            migrations:
              configMaps: {main: T}
              tenants: {list: [{name: acme, host: T, user: u, passwordSecret: T}]}
            serving:
              mode: deployment
              ingress: {enabled: true, hostname: T, ingressClassName: T, extraHosts: [{name: T}]}
              httpRoute: {enabled: true, hostnames: [T], parentRefs: [{name: T}], matches: [{path: {value: /T}}]}
              metrics: {enabled: true, podMonitor: {enabled: true, basicAuth: {username: {name: T, key: user}}}}
            postgresql: {image: {pullSecrets: [T]}, persistence: {annotations: {a: T}}}
            """
                .replace("/T", "'/{{ .Release.Name }}-x'")
                .replaceAll("\\bT\\b", "'{{ .Release.Name }}-x'"));
    assertThat(rendered.text()).doesNotContain(".Release.Name");
    JsonNode job = rendered.one("Job");
    assertThat(Rendered.volume(job, "tenant-passwords").at("/projected/sources/0").toString())
        .contains("\"name\":\"web-x\"", "\"path\":\"web-x/password\"");
    assertThat(rendered.text())
        .contains("\\\"host\\\": \\\"web-x\\\"", "/secrets/tenants/web-x/password");
    assertThat(Rendered.pod(job).path("imagePullSecrets")).hasSize(1);
    assertThat(Rendered.pod(job).path("volumes").toString())
        .contains("{\"configMap\":{\"name\":\"web-x\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a: b", "it's", "1", "- a\\n- b", "yes # no", "null"})
  void what_a_template_makes_is_the_text_whatever_yaml_would_take_it_for(String made) {
    Rendered rendered =
        Chart.render(
            """
            migrations:
              rerun: "%s"
              extraEnvVars: [{name: X, value: '0{{ .Values.migrations.rerun }}'}, {name: Z, value: '{{ .Values.migrations.rerun }}'}]
            serving: {mode: knative, knative: {revisionAnnotations: {a: 'x{{ .Values.migrations.rerun }}'}}}
            """
                .formatted(made));
    String text = made.replace("\\n", "\n");
    JsonNode job = rendered.jobs().get(0);
    assertThat(Rendered.variable(job, "X")).isEqualTo(StringNode.valueOf("0" + text));
    assertThat(Rendered.variable(job, "Z")).isEqualTo(StringNode.valueOf(text));
    assertThat(
            rendered
                .named("Service", "web-lockstep")
                .at("/spec/template/metadata/annotations/a")
                .asString())
        .isEqualTo("x" + text);
  }

  @Test
  void text_with_braces_stays_as_it_is_when_it_is_quoted_and_sql_is_never_a_template() {
    Rendered rendered =
        Chart.render(
            """
            migrations:
              files: {main: {V1__a.sql: "select '{{ .Release.Name }}'"}}
              podAnnotations:
                vault.hashicorp.com/agent-inject-template-database: '{{ `{{ with secret "db" }}{{ .Data.password }}{{ end }}` }}'
            """);
    assertThat(
            rendered
                .jobs()
                .get(0)
                .at(
                    "/spec/template/metadata/annotations/vault.hashicorp.com~1agent-inject-template-database")
                .asString())
        .isEqualTo("{{ with secret \"db\" }}{{ .Data.password }}{{ end }}");
    assertThat(rendered.text()).contains("select '{{ .Release.Name }}'");
  }

  @Test
  void further_objects_are_yaml_or_text_with_templates() {
    Rendered rendered =
        Chart.render(
            """
            extraDeploy:
              - {apiVersion: v1, kind: LimitRange, metadata: {name: '{{ .Release.Name }}-a'}}
              - |
                apiVersion: v1
                kind: LimitRange
                metadata:
                  name: {{ include "lockstep.fullname" . }}-b
                  labels: {{- include "lockstep.selectorLabels" (dict "root" . "component" "own") | nindent 4 }}
            """);
    assertThat(rendered.all("LimitRange").stream().map(Rendered::name))
        .containsExactly("web-a", "web-lockstep-b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"deployment", "knative"})
  void all_objects_are_in_the_namespace_that_the_values_name(String mode) {
    Rendered rendered =
        Chart.renderWithHooks(
            """
            namespaceOverride: '{{ .Release.Name }}-data'
            migrations: {schedule: '0 * * * *', files: {main: {V1__a.sql: select 1}}, networkPolicy: {enabled: true}}
            serving: {mode: %s, metrics: {enabled: true, podMonitor: {enabled: true}, prometheusRule: {enabled: true}, grafanaDashboard: {enabled: true, namespace: grafana}}}
            reader: {enabled: true, password: x}
            """
                .formatted(mode));
    assertThat(rendered.objects())
        .hasSizeGreaterThan(15)
        .allSatisfy(
            object ->
                assertThat(object.at("/metadata/namespace").asString())
                    .isEqualTo(
                        Rendered.name(object).endsWith("-dashboard") ? "grafana" : "web-data"));
    assertThat(
            Rendered.strings(
                Rendered.container(rendered.named("Pod", "web-lockstep-test-serving"))
                    .path("args")))
        .anyMatch(arg -> arg.startsWith("http://web-lockstep.web-data.svc"));
  }

  @Test
  void objects_name_no_namespace_unless_the_values_do() {
    assertThat(Chart.renderWithHooks("{}").objects())
        .allMatch(object -> object.at("/metadata/namespace").isMissingNode());
  }

  @Test
  void names_of_others_objects_may_be_templates() {
    Rendered rendered =
        Chart.render(
            """
            postgresql: {auth: {existingSecret: '{{ .Release.Name }}-pg'}, persistence: {existingClaim: '{{ .Release.Name }}-data'}}
            migrations: {serviceAccount: {create: false, name: '{{ .Release.Name }}-sa'}}
            serving: {mode: deployment, ingress: {enabled: true, hostname: '{{ .Release.Name }}.example.org', tls: [{secretName: '{{ .Release.Name }}-tls'}]}}
            """);
    JsonNode job = rendered.jobs().get(0);
    assertThat(Rendered.volume(job, "database").toString()).contains("\"web-pg\"");
    assertThat(Rendered.pod(job).path("serviceAccountName").asString()).isEqualTo("web-sa");
    assertThat(Rendered.volume(rendered.one("StatefulSet"), "data").toString())
        .contains("\"web-data\"");
    JsonNode ingress = rendered.one("Ingress");
    assertThat(List.of(ingress.at("/spec/rules/0/host"), ingress.at("/spec/tls/0/secretName")))
        .extracting(JsonNode::asString)
        .containsExactly("web.example.org", "web-tls");
  }
}
