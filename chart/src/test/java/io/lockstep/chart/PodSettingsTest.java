package io.lockstep.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What users may say of pods reaches every pod, whatever makes it. */
class PodSettingsTest {
  private static final String SETTINGS =
      """
      schedulerName: volcano, runtimeClassName: gvisor, priorityClassName: high,
      hostAliases: [{ip: 10.0.0.1, hostnames: ['{{ .Release.Name }}-db']}],
      dnsPolicy: None, dnsConfig: {nameservers: [10.0.0.2]}, nodeSelector: {disk: ssd},
      extraEnvVarsCM: '{{ .Release.Name }}-more', extraEnvVarsSecret: secrets,
      initContainers: [{name: first, image: tool}], sidecars: [{name: proxy, image: proxy}],
      automountServiceAccountToken: true,
      serviceAccount: {annotations: {eks.amazonaws.com/role-arn: 'arn:aws:iam::1:role/{{ .Release.Name }}'}}
      """;

  private static final Set<String> WITH_PODS = Set.of("Pod", "Job", "CronJob", "Deployment");

  private static Rendered render(String mode, String more) {
    return Chart.renderWithHooks(
        "{migrations: {schedule: '0 * * * *', %s %s}, serving: {mode: %s, %s}}"
            .formatted(more, SETTINGS, mode, SETTINGS));
  }

  private static Stream<JsonNode> withPods(Rendered rendered) {
    return rendered.objects().stream()
        .filter(
            o ->
                WITH_PODS.contains(o.path("kind").asString())
                    || o.path("apiVersion").asString().startsWith("serving.knative"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"deployment", "knative"})
  void settings_of_pods_reach_jobs_the_cronjob_tests_and_the_function(String mode) {
    assertThat(withPods(render(mode, "")))
        .hasSize(5)
        .allSatisfy(
            object -> {
              JsonNode pod = Rendered.pod(object);
              assertThat(pod.path("schedulerName").asString()).isEqualTo("volcano");
              assertThat(pod.path("runtimeClassName").asString()).isEqualTo("gvisor");
              assertThat(pod.path("priorityClassName").asString()).isEqualTo("high");
              assertThat(pod.path("dnsPolicy").asString()).isEqualTo("None");
              assertThat(pod.at("/dnsConfig/nameservers/0").asString()).isEqualTo("10.0.0.2");
              assertThat(pod.at("/nodeSelector/disk").asString()).isEqualTo("ssd");
              assertThat(pod.at("/hostAliases/0/hostnames/0").asString()).isEqualTo("web-db");
              assertThat(pod.at("/initContainers/0/name").asString()).isEqualTo("first");
              assertThat(Rendered.container(object).path("envFrom").toString())
                  .isEqualTo(
                      "[{\"configMapRef\":{\"name\":\"web-more\"}},{\"secretRef\":{\"name\":\"secrets\"}}]");
            });
  }

  @Test
  void sidecars_of_a_job_end_with_it_and_those_of_the_function_run_beside_it() {
    Rendered rendered = render("deployment", "");
    withPods(rendered)
        .forEach(
            object -> {
              JsonNode pod = Rendered.pod(object);
              boolean lives = object.path("kind").asString().equals("Deployment");
              assertThat(names(pod.path("containers")))
                  .hasSize(lives ? 2 : 1)
                  .matches(names -> names.contains("proxy") == lives);
              assertThat(pod.at("/initContainers/1/restartPolicy").asString(""))
                  .isEqualTo(lives ? "" : "Always");
            });
    assertThat(
            names(
                Rendered.pod(
                        render("knative", "").all("Service").stream()
                            .filter(s -> s.path("apiVersion").asString().startsWith("serving"))
                            .findFirst()
                            .orElseThrow())
                    .path("containers")))
        .containsExactly("serve", "proxy");
  }

  private static List<String> names(JsonNode containers) {
    return containers.valueStream().map(c -> c.path("name").asString()).toList();
  }

  @Test
  void a_sidecar_that_would_keep_a_job_alive_is_refused_before_kubernetes_1_29() {
    assertThat(Chart.refusalOn("1.28.0", "migrations: {sidecars: [{name: proxy, image: proxy}]}"))
        .contains("migrations.sidecars: needs Kubernetes 1.29");
    assertThat(
            Chart.refusalOn(
                "1.28.0", "serving: {mode: deployment, sidecars: [{name: a, image: b}]}"))
        .isEqualTo("accepted");
  }

  @ParameterizedTest
  @ValueSource(strings = {"deployment", "knative"})
  void a_token_is_mounted_only_when_the_values_say_so(String mode) {
    for (JsonNode object : render(mode, "").all("ServiceAccount")) {
      boolean database = Rendered.name(object).endsWith("postgresql");
      assertThat(object.path("automountServiceAccountToken").asBoolean()).isEqualTo(!database);
    }
    withPods(render(mode, ""))
        .forEach(
            object -> {
              // Knative refuses the field unless it is false; the ServiceAccount says it.
              boolean knative = object.path("apiVersion").asString().startsWith("serving.knative");
              assertThat(Rendered.pod(object).path("automountServiceAccountToken").isMissingNode())
                  .isEqualTo(knative);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"deployment", "knative"})
  void annotations_of_service_accounts_reach_the_accounts_that_pods_run_as(String mode) {
    Rendered rendered = render(mode, "");
    withPods(rendered)
        .forEach(
            object ->
                assertThat(
                        rendered
                            .named(
                                "ServiceAccount",
                                Rendered.pod(object).path("serviceAccountName").asString())
                            .at("/metadata/annotations/eks.amazonaws.com~1role-arn")
                            .asString())
                    .isEqualTo("arn:aws:iam::1:role/web"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"annotations: {eks.amazonaws.com/role-arn: role}", "name: own"})
  void an_account_that_hooks_run_as_is_there_before_them(String account) {
    Rendered rendered =
        Chart.renderWithHooks(
            """
            postgresql: {enabled: false}
            externalDatabase: {host: db, existingSecret: s}
            migrations: {hook: pre-upgrade, schedule: '0 * * * *', serviceAccount: {%s}}
            """
                .formatted(account));
    JsonNode job = rendered.jobs().get(0);
    String name = Rendered.pod(job).path("serviceAccountName").asString();
    assertThat(Rendered.pod(rendered.one("CronJob")).path("serviceAccountName").asString())
        .isEqualTo(name);
    JsonNode annotations = rendered.named("ServiceAccount", name).at("/metadata/annotations");
    assertThat(annotations.path("test/hook").asString()).contains("pre-install,pre-upgrade");
    assertThat(annotations.path("test/hook-weight").asInt())
        .isLessThan(job.at("/metadata/annotations").path("test/hook-weight").asInt());
    assertThat(annotations.path("eks.amazonaws.com/role-arn").asString("role")).isEqualTo("role");
  }
}
