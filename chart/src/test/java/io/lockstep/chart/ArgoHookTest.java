package io.lockstep.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Jobs as Argo CD's Sync hooks. */
class ArgoHookTest {
  private static final String TENANTS = "tenants: {list: [{name: a}], canary: {count: 1}}";

  private static Rendered render(String more) {
    return Chart.render("{migrations: {hook: argocd, %s}}".formatted(more));
  }

  @ParameterizedTest
  @ValueSource(strings = {"targets: [main latest, polls 1]", TENANTS})
  void jobs_are_hooks_that_argo_cd_replaces_by_their_names(String migrations) {
    List<JsonNode> jobs = render(migrations).jobs();
    assertThat(jobs)
        .isNotEmpty()
        .allSatisfy(
            job -> {
              JsonNode annotations = job.at("/metadata/annotations");
              assertThat(annotations.path("argocd.argoproj.io/hook").asString()).isEqualTo("Sync");
              assertThat(annotations.path("argocd.argoproj.io/hook-delete-policy").asString())
                  .isEqualTo("BeforeHookCreation");
              assertThat(annotations.toString()).doesNotContain("helm.sh", "sync-wave");
            });
  }

  @Test
  void their_names_stay_while_the_rollout_s_identity_changes() {
    Rendered before = render("targets: [main 0001]");
    Rendered after = render("targets: [main 0002]");
    assertThat(after.jobNames()).isEqualTo(before.jobNames());
    assertThat(rollout(after)).isNotEqualTo(rollout(before));
    assertThat(Rendered.variable(after.jobs().get(0), "LOCKSTEP_ROLLOUT").asString())
        .isEqualTo("shop/web@" + rollout(after));
  }

  private static String rollout(Rendered rendered) {
    return rendered.named("ConfigMap", "web-lockstep-rollout").at("/data/current").asString();
  }

  @Test
  void what_they_need_is_there_by_then_and_so_is_no_hook() {
    Rendered rendered =
        render("files: {main: {V1__a.sql: select 1}}, serviceAccount: {annotations: {a: b}}");
    assertThat(rendered.objects())
        .filteredOn(o -> !o.path("kind").asString().equals("Job"))
        .noneMatch(o -> o.at("/metadata/annotations").toString().contains("argoproj"));
    rendered.named("ServiceAccount", "web-lockstep-migrations");
    assertThat(Rendered.pod(rendered.jobs().get(0)).path("serviceAccountName").asString())
        .isEqualTo("web-lockstep-migrations");
  }
}
