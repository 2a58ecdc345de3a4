package io.lockstep.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class JobOptionsTest {
  private static final String TENANTS = "tenants: {list: [{name: a}]}";

  @Test
  void the_cronjob_has_its_time_zone_its_deadline_and_its_pause() {
    JsonNode spec =
        Chart.render(
                "migrations: {schedule: '0 3 * * *', scheduleTimeZone: Europe/Berlin, scheduleSuspend: true, startingDeadlineSeconds: 600}")
            .one("CronJob")
            .path("spec");
    assertThat(spec.path("timeZone").asString()).isEqualTo("Europe/Berlin");
    assertThat(spec.path("suspend").asBoolean()).isTrue();
    assertThat(spec.path("startingDeadlineSeconds").asInt()).isEqualTo(600);
    JsonNode bare = Chart.render("migrations: {schedule: '0 3 * * *'}").one("CronJob").path("spec");
    assertThat(bare.has("timeZone")).isFalse();
    assertThat(bare.has("startingDeadlineSeconds")).isFalse();
    assertThat(bare.path("suspend").asBoolean(true)).isFalse();
  }

  @Test
  void the_job_for_a_cluster_without_helm_gives_a_step_the_same_time() throws IOException {
    JsonNode job =
        Rendered.of(Files.readString(Chart.FOLDER.resolve("../knative/job.yaml"))).one("Job");
    JsonNode ours = Chart.render("{}").jobs().get(0);
    assertThat(Rendered.pod(job).path("terminationGracePeriodSeconds"))
        .isEqualTo(Rendered.pod(ours).path("terminationGracePeriodSeconds"));
    assertThat(Rendered.variable(job, "LOCKSTEP_GRACE_SECONDS"))
        .isEqualTo(Rendered.variable(ours, "LOCKSTEP_GRACE_SECONDS"));
  }

  @Test
  void the_cronjob_looks_also_where_no_job_migrates() {
    Rendered rendered =
        Chart.render(
            "migrations: {enabled: false, schedule: '0 3 * * *', networkPolicy: {enabled: true}}");
    assertThat(rendered.jobs()).isEmpty();
    assertThat(Rendered.strings(Rendered.container(rendered.one("CronJob")).path("args")))
        .startsWith("verify", "--record");
    rendered.named("NetworkPolicy", "web-lockstep-migrations");
  }

  @ParameterizedTest
  @ValueSource(strings = {"targets: [main latest]", TENANTS})
  void all_programs_know_which_migrations_must_have_an_undo_script(String migrations) {
    Rendered rendered =
        Chart.render(
            "{serving: {mode: deployment}, migrations: {schedule: '0 3 * * *', undo: from 0010, %s}}"
                .formatted(migrations));
    assertThat(
            Stream.concat(
                    rendered.jobs().stream(),
                    Stream.of(rendered.one("CronJob"), rendered.one("Deployment")))
                .map(object -> Rendered.variable(object, "LOCKSTEP_UNDO").asString()))
        .hasSizeGreaterThan(2)
        .containsOnly("from 0010");
    assertThat(Chart.render("migrations: {%s}".formatted(migrations)).text())
        .doesNotContain("LOCKSTEP_UNDO");
  }

  @ParameterizedTest
  @ValueSource(strings = {"targets: [main latest]", TENANTS})
  void jobs_may_be_suspended_and_wait_for_a_lost_pod_to_be_gone(String migrations) {
    assertThat(
            Chart.render(
                    "migrations: {suspend: true, podReplacementPolicy: Failed, %s}"
                        .formatted(migrations))
                .jobs())
        .isNotEmpty()
        .allSatisfy(
            job -> {
              assertThat(job.at("/spec/suspend").asBoolean()).isTrue();
              assertThat(job.at("/spec/podReplacementPolicy").asString()).isEqualTo("Failed");
            });
    assertThat(Chart.render("migrations: {%s}".formatted(migrations)).jobs())
        .noneMatch(job -> job.path("spec").has("suspend"))
        .noneMatch(job -> job.path("spec").has("podReplacementPolicy"));
  }

  @Test
  void a_hook_that_helm_would_wait_for_without_end_is_refused() {
    assertThat(
            Chart.refusal(
                "{postgresql: {enabled: false}, externalDatabase: {host: db, existingSecret: s}, migrations: {hook: pre-upgrade, suspend: true}}"))
        .contains("migrations.suspend: Helm would wait");
  }

  @Test
  void a_replacement_policy_that_kubernetes_would_refuse_is_refused_in_words() {
    assertThat(Chart.refusal("migrations: {podReplacementPolicy: TerminatingOrFailed}"))
        .contains("migrations.podReplacementPolicy: Kubernetes takes Failed alone");
    assertThat(Chart.refusalOn("1.28.0", "migrations: {podReplacementPolicy: Failed}"))
        .contains("migrations.podReplacementPolicy: needs Kubernetes 1.29");
  }

  @Test
  void a_claim_may_be_of_no_class_and_go_with_its_statefulset() {
    JsonNode spec =
        Chart.render(
                "postgresql: {persistence: {storageClass: '-'}, persistentVolumeClaimRetentionPolicy: {enabled: true, whenDeleted: Delete}}")
            .one("StatefulSet")
            .path("spec");
    assertThat(spec.at("/volumeClaimTemplates/0/spec/storageClassName").asString("missing"))
        .isEmpty();
    assertThat(spec.path("persistentVolumeClaimRetentionPolicy").toString())
        .isEqualTo("{\"whenDeleted\":\"Delete\",\"whenScaled\":\"Retain\"}");
    JsonNode bare = Chart.render("{}").one("StatefulSet").path("spec");
    assertThat(bare.has("persistentVolumeClaimRetentionPolicy")).isFalse();
    assertThat(bare.at("/volumeClaimTemplates/0/spec").has("storageClassName")).isFalse();
    assertThat(
            Chart.render("postgresql: {persistence: {storageClass: fast}}")
                .one("StatefulSet")
                .at("/spec/volumeClaimTemplates/0/spec/storageClassName")
                .asString())
        .isEqualTo("fast");
  }
}
