package io.lockstep.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What a user adds to the chart's own lists is there once, and wins. */
class ExtrasTest {
  private static final String EXTRAS =
      """
      extraEnvVars:
        - {name: BASE, value: /x}
        - {name: LOCKSTEP_DB, value: $(BASE)}
        - {name: LOCKSTEP_TARGETS, value: first}
        - {name: LOCKSTEP_TURN, value: 2/2}
        - {name: LOCKSTEP_TARGETS, value: main 0001}
      extraVolumes:
        - {name: tmp, emptyDir: {medium: Memory}}
        - {name: mine, configMap: {name: mine, defaultMode: 0444}}
      extraVolumeMounts:
        - {name: tmp, mountPath: /tmp/, subPath: a}
        - {name: mine, mountPath: /mine}
      """;

  private static Rendered rendered(String mode) {
    String extras = EXTRAS.indent(2);
    return Chart.renderWithHooks(
        "migrations:\n  schedule: '0 * * * *'\n%sserving:\n  mode: %s\n%s"
            .formatted(extras, mode, extras));
  }

  @ParameterizedTest
  @ValueSource(strings = {"knative", "deployment"})
  void no_container_has_a_name_twice(String mode) {
    Rendered rendered = rendered(mode);
    JsonNode function =
        rendered.named(mode.equals("knative") ? "Service" : "Deployment", "web-lockstep");
    List<JsonNode> objects =
        Stream.of(
                Stream.of(function, rendered.one("CronJob")),
                rendered.jobs().stream(),
                rendered.all("Pod").stream())
            .flatMap(stream -> stream)
            .toList();
    assertThat(objects).hasSize(5);
    for (JsonNode object : objects) {
      JsonNode container = Rendered.container(object);
      assertThat(values(container.path("env"), "name")).doesNotHaveDuplicates();
      assertThat(values(container.path("volumeMounts"), "mountPath"))
          .doesNotHaveDuplicates()
          .contains("/tmp/", "/mine")
          .doesNotContain("/tmp");
      assertThat(values(Rendered.pod(object).path("volumes"), "name")).doesNotHaveDuplicates();
      assertThat(Rendered.volume(object, "tmp").at("/emptyDir/medium").asString())
          .isEqualTo("Memory");
      assertThat(Rendered.volume(object, "mine").at("/configMap/defaultMode").asInt())
          .isEqualTo(0444);
      assertThat(Rendered.variable(object, "LOCKSTEP_TARGETS").asString()).isEqualTo("main 0001");
      assertThat(Rendered.variable(object, "LOCKSTEP_TURN").asString()).isEqualTo("2/2");
    }
  }

  @Test
  void the_cronjob_of_tenants_takes_a_variable_of_its_own_from_the_user() {
    JsonNode cron =
        Chart.render(
                """
                migrations:
                  schedule: '0 * * * *'
                  extraEnvVars: [{name: LOCKSTEP_PARALLEL, value: '7'}]
                  tenants: {list: [{name: acme}], parallelPerPod: 2}
                """)
            .one("CronJob");
    assertThat(values(Rendered.container(cron).path("env"), "name")).doesNotHaveDuplicates();
    assertThat(Rendered.variable(cron, "LOCKSTEP_PARALLEL").asString()).isEqualTo("7");
  }

  /** A mesh's proxy is switched off by them, and Vault's agent brings the password by them. */
  @Test
  void the_pods_of_helm_test_have_the_labels_and_annotations_of_a_job_s_pod() {
    Rendered rendered =
        Chart.renderWithHooks(
            """
            commonAnnotations: {note: common, test/hook: mine}
            migrations:
              podLabels: {sidecar.istio.io/inject: 'false'}
              podAnnotations: {vault.hashicorp.com/role: '{{ .Release.Name }}'}
            """);
    assertThat(rendered.all("Pod")).hasSize(2);
    for (JsonNode pod : rendered.all("Pod")) {
      JsonNode metadata = pod.path("metadata");
      assertThat(metadata.at("/labels/sidecar.istio.io~1inject").asString()).isEqualTo("false");
      assertThat(metadata.at("/annotations/vault.hashicorp.com~1role").asString()).isEqualTo("web");
      assertThat(metadata.at("/annotations/note").asString()).isEqualTo("common");
      assertThat(metadata.at("/annotations/test~1hook").asString()).isEqualTo("test");
    }
  }

  /** Kubernetes puts in only what comes before. */
  @Test
  void a_variable_can_refer_to_one_that_the_user_gives_before_it() {
    JsonNode job = rendered("deployment").one("Job");
    assertThat(values(Rendered.container(job).path("env"), "name"))
        .containsSubsequence("POSTGRES_HOST", "BASE", "LOCKSTEP_DB", "LOCKSTEP_TURN");
    assertThat(Rendered.variable(job, "LOCKSTEP_DB").asString()).isEqualTo("$(BASE)");
  }

  private static List<String> values(JsonNode list, String key) {
    return list.valueStream().map(item -> item.path(key).asString()).toList();
  }
}
