package io.lockstep.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class JobsTest {
  private static final Rendered THREE =
      Chart.render(
          "migrations: {targets: [main zero, polls 0002, main latest], extraArgs: [--out-of-order], lease: 20s}");

  @Test
  void each_target_has_a_job_in_order_with_its_turn() {
    assertThat(THREE.jobs().stream().map(job -> Rendered.strings(args(job))))
        .containsExactly(
            List.of("migrate", "main zero", "--out-of-order"),
            List.of("migrate", "polls 0002", "--out-of-order"),
            List.of("migrate", "main latest", "--out-of-order"));
    assertThat(THREE.jobs().stream().map(job -> variable(job, "LOCKSTEP_TURN")))
        .containsExactly("1/3", "2/3", "3/3");
    assertThat(THREE.jobNames().stream().map(name -> name.replaceAll("-[0-9a-f]{8}$", "")))
        .containsExactly("web-lockstep-main-1", "web-lockstep-polls-2", "web-lockstep-main-3");
  }

  @Test
  void a_job_tells_its_uid_so_that_jobs_made_anew_are_not_taken_for_late_pods() {
    assertThat(THREE.jobs())
        .allSatisfy(
            job ->
                assertThat(
                        Rendered.variable(job, "LOCKSTEP_JOB").at("/fieldRef/fieldPath").asString())
                    .isEqualTo("metadata.labels['batch.kubernetes.io/controller-uid']"));
  }

  @Test
  void jobs_are_no_hooks_so_that_wait_for_jobs_and_argo_cd_see_them() {
    assertThat(THREE.jobs())
        .allMatch(job -> job.at("/metadata/annotations/helm.sh~1hook").isMissingNode());
  }

  @Test
  void what_trying_again_cannot_help_fails_at_once_and_a_drained_node_does_not_count() {
    JsonNode rules = THREE.jobs().get(0).at("/spec/podFailurePolicy/rules");
    assertThat(rules.at("/0/action").asString()).isEqualTo("Ignore");
    assertThat(rules.at("/0/onPodConditions/0/type").asString()).isEqualTo("DisruptionTarget");
    assertThat(rules.at("/1/action").asString()).isEqualTo("FailJob");
    assertThat(Rendered.strings(rules.at("/1/onExitCodes/values"))).containsExactly("2", "3", "4");
    assertThat(rules.at("/1/onExitCodes/containerName").asString())
        .isEqualTo(Rendered.container(THREE.jobs().get(0)).path("name").asString());
    assertThat(Rendered.pod(THREE.jobs().get(0)).path("restartPolicy").asString())
        .isEqualTo("Never");
  }

  @Test
  void logs_stay_and_a_step_under_way_may_end() {
    JsonNode job = THREE.jobs().get(0);
    assertThat(job.at("/spec/ttlSecondsAfterFinished").isMissingNode()).isTrue();
    assertThat(Rendered.pod(job).path("terminationGracePeriodSeconds").asInt()).isEqualTo(300);
    assertThat(Rendered.container(job).path("env").toString())
        .contains("{\"name\":\"LOCKSTEP_GRACE_SECONDS\",\"value\":\"285\"}");
    assertThat(Rendered.container(job).path("terminationMessagePolicy").asString())
        .isEqualTo("FallbackToLogsOnError");
    assertThat(variable(job, "LOCKSTEP_LEASE")).isEqualTo("20s");
  }

  @Test
  void a_finished_job_can_be_deleted_at_once() {
    JsonNode job = Chart.render("migrations: {ttlSecondsAfterFinished: 0}").jobs().get(0);
    assertThat(job.at("/spec/ttlSecondsAfterFinished").asInt(-1)).isZero();
  }

  @Test
  void migrations_come_from_configmaps_of_the_chart_and_of_the_user() {
    Rendered rendered =
        Chart.render(
            """
            migrations:
              targets: [shop latest, Main_1 latest]
              files: {shop: {V0001__a.sql: "create table a();\\n", U0001__a.sql: "drop table a;\\n"}}
              configMaps: {Main_1: mine}
            """);
    JsonNode files =
        rendered.all("ConfigMap").stream()
            .filter(c -> c.has("immutable"))
            .findFirst()
            .orElseThrow();
    assertThat(files.at("/data/V0001__a.sql").asString()).isEqualTo("create table a();\n");
    for (JsonNode object : List.of(rendered.jobs().get(0), rendered.one("Deployment"))) {
      assertThat(mounted(object, "/db/shop")).isEqualTo(Rendered.name(files));
      assertThat(mounted(object, "/db/Main_1")).isEqualTo("mine");
    }
  }

  @Test
  void an_app_can_only_come_from_one_place_and_file_names_must_be_keys() {
    assertThat(
            Chart.refusal(
                "migrations: {files: {a: {V1__a.sql: select 1}}, configMaps: {a: mine, b.c: x}}"))
        .contains("migrations.files.a: migrations.configMaps has a too")
        .contains("\"b.c\" is no app name");
    assertThat(Chart.refusal("migrations: {files: {a: {'a/V1__a.sql': select 1}}}"))
        .contains("migrations.files.a: a ConfigMap can't hold the file name \"a/V1__a.sql\"");
  }

  @Test
  void a_cronjob_looks_at_the_database_and_is_no_part_of_the_rollout() {
    JsonNode cron = Chart.render("migrations: {schedule: '0 * * * *'}").one("CronJob");
    assertThat(Rendered.strings(Rendered.container(cron).path("args")))
        .containsExactly("verify", "--record", "--connect-wait", "120s");
    assertThat(
            Rendered.strings(
                Rendered.container(
                        Chart.render(
                                "migrations: {schedule: '0 * * * *', scheduleArgs: [verify, main latest]}")
                            .one("CronJob"))
                    .path("args")))
        .containsExactly("verify", "main latest");
    assertThat(cron.at("/spec/concurrencyPolicy").asString()).isEqualTo("Forbid");
    assertThat(Rendered.variable(cron, "LOCKSTEP_GENERATION").isMissingNode()).isTrue();
  }

  @Test
  void the_alerts_of_the_documents_find_every_job_by_its_labels() throws IOException {
    String alert =
        "kube_job_labels{label_app_kubernetes_io_name=\"lockstep\", label_app_kubernetes_io_component=~\"migrations|check\"}";
    assertThat(Files.readString(Chart.FOLDER.resolve("../docs/operations.md")))
        .contains(alert)
        .doesNotContain("job_name=~");
    Rendered rendered =
        Chart.renderAs(
            "a-release-with-a-name-that-is-cut-somewhere",
            "{fullnameOverride: shop, migrations: {schedule: '0 * * * *'}}");
    assertThat(label(rendered.one("Job").path("metadata"), "name")).isEqualTo("lockstep");
    assertThat(label(rendered.one("Job").path("metadata"), "component")).isEqualTo("migrations");
    JsonNode check = rendered.one("CronJob").at("/spec/jobTemplate/metadata");
    assertThat(label(check, "name")).isEqualTo("lockstep");
    assertThat(label(check, "component")).isEqualTo("check");
  }

  private static String label(JsonNode metadata, String name) {
    return metadata.path("labels").path("app.kubernetes.io/" + name).asString();
  }

  @Test
  void a_job_can_be_told_where_the_collector_is() {
    String values =
        """
        migrations:
          extraEnvVars:
            - {name: OTEL_EXPORTER_OTLP_ENDPOINT, value: 'http://collector:4318'}
            - {name: OTEL_RESOURCE_ATTRIBUTES, value: 'k8s.namespace.name=shop'}
        """;
    JsonNode job = Chart.render(values).jobs().get(0);
    assertThat(Rendered.variable(job, "OTEL_EXPORTER_OTLP_ENDPOINT").asString())
        .isEqualTo("http://collector:4318");
    assertThat(Rendered.variable(job, "OTEL_RESOURCE_ATTRIBUTES").asString())
        .isEqualTo("k8s.namespace.name=shop");
  }

  private static JsonNode args(JsonNode job) {
    return Rendered.container(job).path("args");
  }

  private static String variable(JsonNode job, String name) {
    return Rendered.variable(job, name).asString();
  }

  /** The ConfigMap that a path is mounted from. */
  private static String mounted(JsonNode object, String path) {
    String volume =
        Rendered.container(object)
            .path("volumeMounts")
            .valueStream()
            .filter(m -> m.path("mountPath").asString().equals(path))
            .findFirst()
            .orElseThrow()
            .path("name")
            .asString();
    return Rendered.volume(object, volume).at("/configMap/name").asString();
  }
}
