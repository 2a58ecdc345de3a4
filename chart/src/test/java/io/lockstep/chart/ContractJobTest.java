package io.lockstep.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** The Job of the contract steps, which waits until the old pods are gone. */
class ContractJobTest {
  static final String WAIT =
      "waitFor: [{name: web}, {kind: Deployment, name: worker}, {kind: StatefulSet, name: '{{ .Release.Name }}-db'}, {kind: KnativeService, name: page, image: ':2'}]";
  private static final String EXTERNAL =
      "postgresql: {enabled: false}\nexternalDatabase: {host: db, existingSecret: mine}\n";

  private final Rendered shop =
      Chart.render(
          "migrations: {targets: [main zero, polls 0002, main latest], extraArgs: [--out-of-order], contract: {%s, minSoak: 10m}}"
              .formatted(WAIT));
  private final JsonNode job = contract(shop);

  static JsonNode contract(Rendered rendered) {
    return rendered.jobs().stream()
        .filter(job -> Rendered.name(job).contains("-contract"))
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  static JsonNode init(JsonNode job, String name) {
    return Rendered.pod(job)
        .path("initContainers")
        .valueStream()
        .filter(container -> container.path("name").asString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void without_workloads_to_wait_for_there_is_no_such_job_and_no_role() {
    Rendered rendered = Chart.render("{}");
    assertThat(contract(rendered).isMissingNode()).isTrue();
    assertThat(rendered.all("Role")).isEmpty();
    assertThat(Rendered.variable(rendered.one("Job"), "LOCKSTEP_CONTRACT_FOLLOWS").isMissingNode())
        .isTrue();
    assertThat(contract(Chart.render("migrations: {targets: [], contract: {%s}}".formatted(WAIT))))
        .isInstanceOf(MissingNode.class);
  }

  @Test
  void the_job_is_the_last_turn_and_takes_every_app_to_where_it_shall_be_in_the_end() {
    assertThat(shop.jobs()).hasSize(4);
    assertThat(
            shop.jobs().stream()
                .map(each -> Rendered.variable(each, "LOCKSTEP_TURN").asString())
                .sorted())
        .containsExactly("1/4", "2/4", "3/4", "4/4");
    assertThat(Rendered.variable(job, "LOCKSTEP_TURN").asString()).isEqualTo("4/4");
    assertThat(Rendered.strings(Rendered.container(job).path("args")))
        .as("main is not taken to zero on the way")
        .containsExactly("migrate", "--contract", "polls 0002", "main latest", "--out-of-order");
    assertThat(Rendered.name(job)).matches("web-lockstep-contract-[0-9a-f]{8}");
    assertThat(Rendered.variable(job, "LOCKSTEP_ROLLOUT"))
        .isEqualTo(Rendered.variable(shop.jobs().get(0), "LOCKSTEP_ROLLOUT"));
  }

  @Test
  void the_jobs_before_it_are_told_that_it_follows() {
    assertThat(shop.jobs())
        .filteredOn(each -> !Rendered.name(each).contains("-contract"))
        .hasSize(3)
        .allMatch(
            each -> Rendered.variable(each, "LOCKSTEP_CONTRACT_FOLLOWS").asString().equals("true"));
    assertThat(Rendered.variable(job, "LOCKSTEP_CONTRACT_FOLLOWS").isMissingNode()).isTrue();
  }

  @Test
  void its_init_container_waits_for_what_the_values_name() {
    JsonNode wait = init(job, "wait");
    assertThat(Rendered.strings(wait.path("args")))
        .containsExactly(
            "knative",
            "await-rollout",
            "Deployment/web",
            "Deployment/worker",
            "StatefulSet/web-db",
            "KnativeService/page=:2",
            "--deadline=1h",
            "--min-soak=10m",
            "--release=shop/web");
    assertThat(wait.path("image")).isEqualTo(Rendered.container(job).path("image"));
    assertThat(wait.path("securityContext"))
        .isEqualTo(Rendered.container(job).path("securityContext"));
    assertThat(wait.path("resources")).isEqualTo(Rendered.container(job).path("resources"));
    assertThat(wait.path("env").toString())
        .contains("POSTGRES_HOST")
        .doesNotContain("LOCKSTEP_TURN");
    assertThat(job.at("/spec/activeDeadlineSeconds").asInt())
        .as("the wait, the soak, and what any Job may take")
        .isEqualTo(3600 + 600 + 3600);
  }

  @Test
  void old_pods_that_are_left_fail_the_job_at_once_and_what_may_pass_is_tried_again() {
    JsonNode rules = job.at("/spec/podFailurePolicy/rules");
    assertThat(rules).hasSize(3);
    assertThat(rules.at("/0/onPodConditions/0/type").asString()).isEqualTo("DisruptionTarget");
    assertThat(rules.at("/1/onExitCodes/containerName").asString()).isEqualTo("migrate");
    assertThat(rules.at("/2/onExitCodes/containerName").asString()).isEqualTo("wait");
    assertThat(Rendered.strings(rules.at("/2/onExitCodes/values"))).containsExactly("2", "8");
    assertThat(job.at("/spec/backoffLimit").asInt()).isEqualTo(6);
  }

  @Test
  void another_wait_makes_new_jobs() {
    Rendered later =
        Chart.render(
            "migrations: {targets: [main zero, polls 0002, main latest], extraArgs: [--out-of-order], contract: {%s, minSoak: 11m}}"
                .formatted(WAIT));
    assertThat(later.jobNames()).doesNotContainAnyElementsOf(shop.jobNames());
  }

  @Test
  void the_values_own_init_containers_and_sidecars_come_before_the_wait() {
    JsonNode with =
        contract(
            Chart.render(
                "migrations: {initContainers: [{name: first, image: a}], sidecars: [{name: proxy, image: b}], contract: {%s}}"
                    .formatted(WAIT)));
    assertThat(Rendered.pod(with).path("initContainers"))
        .extracting(container -> container.path("name").asString())
        .containsExactly("first", "proxy", "wait");
  }

  @Test
  void with_helm_s_hooks_it_is_a_plain_job_that_follows_them() {
    Rendered hooks =
        Chart.renderWithHooks(
            EXTERNAL + "migrations: {hook: pre-upgrade, contract: {%s}}".formatted(WAIT));
    JsonNode plain = contract(hooks);
    assertThat(plain.at("/metadata/annotations/test~1hook").isMissingNode()).isTrue();
    assertThat(Rendered.name(plain)).matches("web-lockstep-contract-[0-9a-f]{8}");
    assertThat(hooks.one("Role").at("/metadata/annotations").isMissingNode()).isTrue();
  }

  @Test
  void under_argo_cd_it_is_a_postsync_hook_or_has_a_later_wave() {
    JsonNode hook =
        contract(Chart.render("migrations: {hook: argocd, contract: {%s}}".formatted(WAIT)));
    assertThat(Rendered.name(hook)).isEqualTo("web-lockstep-contract");
    assertThat(hook.at("/metadata/annotations/argocd.argoproj.io~1hook").asString())
        .isEqualTo("PostSync");
    assertThat(hook.at("/metadata/annotations/argocd.argoproj.io~1hook-delete-policy").asString())
        .isEqualTo("BeforeHookCreation");
    String wave = "/metadata/annotations/argocd.argoproj.io~1sync-wave";
    assertThat(job.at(wave).asString()).isEqualTo("10");
    assertThat(shop.jobs())
        .filteredOn(each -> !each.equals(job))
        .noneMatch(each -> each.at(wave).isString());
    String later = "annotations: {argocd.argoproj.io/sync-wave: '70'}";
    assertThat(
            contract(Chart.render("migrations: {contract: {%s, %s}}".formatted(WAIT, later)))
                .at(wave)
                .asString())
        .isEqualTo("70");
  }

  @Test
  void early_contract_steps_need_no_job_of_their_own() {
    Rendered early = Chart.render("migrations: {contract: {early: true}}");
    assertThat(Rendered.strings(Rendered.container(early.one("Job")).path("args")))
        .containsExactly("migrate", "main latest", "--contract-early");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "contract: {early: true, waitFor: [{kind: Deployment, name: a}]} | migrations.contract.early",
        "order: revision, contract: {waitFor: [{kind: KnativeService, name: a}]} | migrations.contract.waitFor[0].image: needed for a KnativeService",
        "contract: {serviceAccount: {name: web-lockstep-migrations}, waitFor: [{kind: Deployment, name: a}]} | is the account of migrations",
        "contract: {deadline: 1 hour} | migrations/contract/deadline",
        "contract: {deadline: ''} | migrations/contract/deadline",
        "contract: {minSoak: 10} | migrations/contract/minSoak",
        "contract: {waitFor: [{kind: Pod, name: a}]} | migrations/contract/waitFor/0/kind",
        "contract: {waitFor: [{kind: Deployment}]} | migrations/contract/waitFor/0",
      })
  void what_has_no_meaning_is_refused(String values, String says) {
    assertThat(Chart.refusal("migrations: {" + values + "}")).contains(says);
  }

  @Test
  void a_chart_around_it_names_its_own_workloads() {
    Rendered umbrella =
        new Umbrella("alias: db")
            .render(
                "web",
                """
                global: {tag: '7'}
                db:
                  postgresql: {auth: {password: given}}
                  migrations: {contract: {waitFor: [{kind: Deployment, name: '{{ .Release.Name }}-shop', image: ':{{ .Values.global.tag }}'}]}}
                """);
    JsonNode contract = contract(umbrella);
    assertThat(Rendered.strings(init(contract, "wait").path("args")))
        .contains("Deployment/web-shop=:7", "--release=shop/web/web-db");
    assertThat(umbrella.one("Role").path("rules").toString()).contains("[\"web-shop\"]");
  }

  @Test
  void the_values_of_the_document_render() throws IOException {
    String page = Files.readString(Chart.FOLDER.resolve("../docs/zero-downtime.md"));
    String start = "```yaml wait-for\n";
    String values = page.substring(page.indexOf(start) + start.length());
    JsonNode contract = contract(Chart.render(values.substring(0, values.indexOf("```"))));
    assertThat(Rendered.strings(init(contract, "wait").path("args")))
        .contains("Deployment/shop", "StatefulSet/web-worker", "--min-soak=10m", "--deadline=1h");
  }

  @ParameterizedTest
  @CsvSource({"90s, 90", "2m, 120", "3h, 10800", "1d, 86400"})
  void its_own_deadline_holds_the_wait_s(String deadline, int seconds) {
    assertThat(
            contract(
                    Chart.render(
                        "migrations: {activeDeadlineSeconds: 1, contract: {deadline: %s, %s}}"
                            .formatted(deadline, WAIT)))
                .at("/spec/activeDeadlineSeconds")
                .asInt())
        .isEqualTo(1 + seconds);
  }
}
