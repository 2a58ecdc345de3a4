package io.lockstep.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The contract steps of many databases: a Job more for each wave, which waits for the old pods. */
class TenantContractJobsTest {
  private static final String TENANTS =
      "tenants: {parallelism: 3, canary: {count: 1}, list: [{name: acme, database: a}, {name: globex, database: g}]}";
  private static final Rendered TWO =
      Chart.render(
          "migrations: {targets: [main zero, main latest], %s, contract: {%s, minSoak: 10m}}"
              .formatted(TENANTS, ContractJobTest.WAIT));

  private static List<JsonNode> jobs(Rendered rendered, boolean contract) {
    return rendered.jobs().stream()
        .filter(job -> Rendered.name(job).contains("-contract-") == contract)
        .toList();
  }

  private static List<String> args(JsonNode job) {
    return Rendered.strings(Rendered.container(job).path("args"));
  }

  @Test
  void each_wave_has_one_that_takes_its_tenants_to_where_they_shall_be_in_the_end() {
    assertThat(jobs(TWO, true))
        .extracting(job -> Rendered.name(job).replaceAll("-[0-9a-f]{8}$", ""))
        .containsExactly("web-lockstep-contract-canary", "web-lockstep-contract-tenants");
    for (JsonNode job : jobs(TWO, true)) {
      assertThat(args(job))
          .startsWith("migrate-tenants", "--contract", "main latest", "--wave")
          .doesNotContain("main zero");
      assertThat(Rendered.variable(job, "LOCKSTEP_TURN").asString()).isEqualTo("2/2");
      assertThat(Rendered.variable(job, "LOCKSTEP_CANARIES").asString()).isEqualTo("acme");
      assertThat(job.at("/spec/completionMode").asString()).isEqualTo("Indexed");
      assertThat(job.at("/spec/activeDeadlineSeconds").asInt()).isEqualTo(3600 + 600 + 3600);
      assertThat(Rendered.strings(ContractJobTest.init(job, "wait").path("args")))
          .contains("await-rollout", "Deployment/web", "--min-soak=10m");
      assertThat(Rendered.pod(job).path("serviceAccountName").asString())
          .isEqualTo("web-lockstep-contract");
      assertThat(job.at("/spec/podFailurePolicy/rules/3/onExitCodes/containerName").asString())
          .isEqualTo("wait");
    }
  }

  @Test
  void the_jobs_before_them_are_told_that_they_follow() {
    assertThat(jobs(TWO, false)).hasSize(2);
    for (JsonNode job : jobs(TWO, false)) {
      assertThat(Rendered.variable(job, "LOCKSTEP_TURN").asString()).isEqualTo("1/2");
      assertThat(Rendered.variable(job, "LOCKSTEP_CONTRACT_FOLLOWS").asString()).isEqualTo("true");
      assertThat(job.toString()).doesNotContain("serviceAccountToken");
    }
  }

  @Test
  void another_wait_makes_new_jobs() {
    Rendered later =
        Chart.render(
            "migrations: {targets: [main zero, main latest], %s, contract: {%s, minSoak: 11m}}"
                .formatted(TENANTS, ContractJobTest.WAIT));
    assertThat(later.jobNames()).doesNotContainAnyElementsOf(TWO.jobNames());
  }

  @Test
  void early_contract_steps_come_with_all_others() {
    Rendered early = Chart.render("migrations: {%s, contract: {early: true}}".formatted(TENANTS));
    assertThat(jobs(early, true)).isEmpty();
    assertThat(early.jobs()).allMatch(job -> args(job).contains("--contract-early"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"order: revision", "hook: argocd", "hook: pre-upgrade, order: revision"})
  void a_pod_has_a_host_name_whatever_the_release_the_revision_and_the_index_are(String order) {
    Rendered many =
        Chart.renderWithHooks(
            "a-release-name-that-is-just-as-long-as-helm-allows-53",
            """
            migrations:
              %s
              tenants: {existingSecret: mine, shares: 100000, canary: {names: [acme]}}
              contract: {%s}
            postgresql: {enabled: false}
            externalDatabase: {host: db, existingSecret: mine}
            """
                .formatted(order.replace(", ", "\n  "), ContractJobTest.WAIT));
    assertThat(many.jobNames())
        .hasSize(4)
        .map(name -> name.replaceFirst("-1(-[a-f][0-9a-f]{7})$", "-123456$1") + "-99999")
        .doesNotHaveDuplicates()
        .allMatch(host -> host.length() <= 63 && host.matches("[a-z]([-a-z0-9]*[a-z0-9])?"));
  }
}
