package io.lockstep.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Many databases with one schema: a Job for each wave, in place of one for each target. */
class TenantJobsTest {
  private static final String LIST =
      """
      migrations:
        targets: [main latest, polls 0002]
        extraArgs: [--out-of-order]
        tenants:
          parallelism: 3
          canary: {count: 1}
          list:
            - {name: acme, database: acme}
            - {name: globex, host: db2, port: 5433, user: app, sslmode: require, passwordSecret: pw, passwordKey: globex}
            - {name: initech, database: i, passwordSecret: initech}
      """;
  private static final Rendered THREE = Chart.render(LIST);
  private final JsonNode canary = THREE.jobs().get(0);
  private final JsonNode rest = THREE.jobs().get(1);

  @Test
  void an_indexed_job_for_the_canary_and_one_for_the_rest() {
    assertThat(THREE.jobNames().stream().map(name -> name.replaceAll("-[0-9a-f]{8}$", "")))
        .containsExactly("web-lockstep-canary", "web-lockstep-tenants");
    assertThat(args(canary))
        .containsExactly(
            "migrate-tenants", "main latest", "polls 0002", "--wave", "canary", "--out-of-order");
    assertThat(args(rest)).containsSequence("--wave", "rest");
    assertThat(canary.at("/spec/completions").asInt()).isEqualTo(1);
    assertThat(rest.at("/spec/completions").asInt()).isEqualTo(2);
    for (JsonNode job : THREE.jobs()) {
      assertThat(job.at("/spec/completionMode").asString()).isEqualTo("Indexed");
      assertThat(job.at("/spec/parallelism").asInt()).isEqualTo(3);
      assertThat(job.at("/spec/backoffLimitPerIndex").asInt()).isEqualTo(3);
      assertThat(job.at("/spec/backoffLimit").isMissingNode()).isTrue();
      assertThat(Rendered.variable(job, "LOCKSTEP_CANARIES").asString()).isEqualTo("acme");
      assertThat(Rendered.variable(job, "LOCKSTEP_TURN").asString()).isEqualTo("1/1");
      assertThat(Rendered.variable(job, "LOCKSTEP_SHARES").isMissingNode()).isTrue();
    }
  }

  @Test
  void the_cronjob_verifies_all_of_them_with_their_list_and_passwords() {
    JsonNode cron = Chart.render(LIST + "  schedule: '0 * * * *'\n").one("CronJob");
    assertThat(Rendered.strings(Rendered.container(cron).path("args")))
        .containsExactly("verify-tenants", "--record", "--connect-wait", "20s");
    assertThat(Rendered.variable(cron, "LOCKSTEP_TENANTS").asString())
        .isEqualTo("/tenants/tenants.json");
    assertThat(Rendered.container(cron).path("volumeMounts").toString())
        .contains("/tenants", "/secrets/tenants");
  }

  @Test
  void each_pod_works_on_as_many_databases_at_once_as_the_values_say() {
    assertThat(parallel(rest, "parallelPerPod: 1")).isEqualTo("1");
    Rendered four =
        Chart.render(
            LIST.replace("parallelism: 3", "parallelPerPod: 4") + "  schedule: '0 * * * *'\n");
    for (JsonNode job : four.jobs()) {
      assertThat(parallel(job, "parallelPerPod: 4")).isEqualTo("4");
    }
    assertThat(parallel(four.one("CronJob"), "of the CronJob")).isEqualTo("4");
    assertThat(four.jobNames()).doesNotContainAnyElementsOf(THREE.jobNames());
    JsonNode chosen =
        Chart.render(LIST.replace("parallelism: 3", "parallelPerPod: 0")).jobs().get(0);
    assertThat(Rendered.variable(chosen, "LOCKSTEP_PARALLEL").isMissingNode()).isTrue();
    assertThat(Rendered.variable(four.one("Deployment"), "LOCKSTEP_PARALLEL").isMissingNode())
        .isTrue();
  }

  private static String parallel(JsonNode job, String what) {
    JsonNode variable = Rendered.variable(job, "LOCKSTEP_PARALLEL");
    assertThat(variable.isMissingNode()).as(what).isFalse();
    return variable.asString();
  }

  @Test
  void a_failed_canary_ends_both_jobs_and_a_failed_tenant_its_index() {
    assertThat(canary.at("/spec/maxFailedIndexes").asInt(-1)).isZero();
    assertThat(rest.at("/spec/maxFailedIndexes").isMissingNode()).isTrue();
    JsonNode rules = rest.at("/spec/podFailurePolicy/rules");
    assertThat(rules.at("/1/action").asString()).isEqualTo("FailJob");
    assertThat(Rendered.strings(rules.at("/1/onExitCodes/values"))).containsExactly("7");
    assertThat(rules.at("/2/action").asString()).isEqualTo("FailIndex");
    assertThat(Rendered.strings(rules.at("/2/onExitCodes/values"))).containsExactly("2", "3", "4");
    JsonNode limited =
        Chart.render("migrations: {tenants: {list: [{name: a}], maxFailedIndexes: 5}}").one("Job");
    assertThat(limited.at("/spec/maxFailedIndexes").asInt()).isEqualTo(1);
  }

  @Test
  void the_list_is_a_configmap_with_passwords_as_files_from_secrets() {
    JsonNode list =
        new JsonMapper()
            .readTree(
                THREE
                    .named(
                        "ConfigMap",
                        Rendered.volume(rest, "tenants").at("/configMap/name").asString())
                    .at("/data/tenants.json")
                    .asString());
    assertThat(list.get(0).toString()).isEqualTo("{\"database\":\"acme\",\"name\":\"acme\"}");
    assertThat(list.get(1).toString())
        .isEqualTo(
            "{\"host\":\"db2\",\"name\":\"globex\",\"passwordFile\":\"/secrets/tenants/pw/globex\","
                + "\"port\":5433,\"sslmode\":\"require\",\"user\":\"app\"}");
    JsonNode sources = Rendered.volume(rest, "tenant-passwords").at("/projected/sources");
    assertThat(sources.at("/0/secret/name").asString()).isEqualTo("initech");
    assertThat(sources.at("/1/secret/items/0/path").asString()).isEqualTo("pw/globex");
  }

  @Test
  void the_function_has_the_list_and_with_a_reader_no_password() {
    JsonNode serving = THREE.one("Deployment");
    assertThat(Rendered.variable(serving, "LOCKSTEP_TENANTS").asString())
        .isEqualTo("/tenants/tenants.json");
    assertThat(Rendered.volume(serving, "tenants").at("/configMap/optional").asBoolean()).isTrue();
    assertThat(Rendered.pod(serving).toString()).contains("tenant-passwords");
    JsonNode reader =
        Chart.render(LIST + "\nreader: {enabled: true, password: x}").one("Deployment");
    assertThat(Rendered.pod(reader).toString()).doesNotContain("tenant-passwords");
    assertThat(
            Rendered.strings(
                Rendered.container(
                        Chart.renderWithHooks(LIST).named("Pod", "web-lockstep-test-serving"))
                    .path("args")))
        .doesNotContain("--target");
  }

  @Test
  void a_secret_a_configmap_or_a_query_is_shared_by_so_many_indexes() {
    JsonNode secret =
        Chart.render("migrations: {tenants: {existingSecret: mine, shares: 16}}").one("Job");
    assertThat(secret.at("/spec/completions").asInt()).isEqualTo(16);
    assertThat(Rendered.variable(secret, "LOCKSTEP_SHARES").asString()).isEqualTo("16");
    assertThat(Rendered.volume(secret, "tenants").at("/secret/secretName").asString())
        .isEqualTo("mine");
    Rendered query =
        Chart.render(
            "migrations: {tenants: {query: select name from public.t, shares: 4, canary: {names: [a]}}}");
    assertThat(query.jobs()).hasSize(2);
    assertThat(Rendered.variable(query.jobs().get(0), "LOCKSTEP_SHARES").isMissingNode()).isTrue();
    assertThat(Rendered.variable(query.jobs().get(1), "LOCKSTEP_TENANTS_QUERY").asString())
        .isEqualTo("select name from public.t");
    assertThat(Rendered.pod(query.jobs().get(1)).toString()).doesNotContain("/tenants");
  }

  @Test
  void schemas_of_the_chart_s_own_database_are_found_by_one_index() {
    Rendered schemas =
        Chart.render("migrations: {tenants: {schemas: 'tenant\\_%', canary: {names: [tenant_a]}}}");
    assertThat(schemas.jobs()).hasSize(2);
    JsonNode job = schemas.jobs().get(1);
    assertThat(job.at("/spec/completions").asInt()).isEqualTo(1);
    assertThat(Rendered.variable(job, "LOCKSTEP_SHARES").asString()).isEqualTo("1");
    assertThat(Rendered.variable(job, "LOCKSTEP_TENANT_SCHEMAS").asString())
        .isEqualTo("tenant\\_%");
    assertThat(Rendered.pod(job).toString()).doesNotContain("/tenants", "LOCKSTEP_TENANTS\"");
    assertThat(Rendered.variable(schemas.one("Deployment"), "LOCKSTEP_TENANT_SCHEMAS").asString())
        .isEqualTo("tenant\\_%");
    assertThat(
            Chart.render("migrations: {tenants: {schemas: 't%', shares: 3}}")
                .one("Job")
                .at("/spec/completions")
                .asInt())
        .isEqualTo(3);
  }

  @Test
  void the_schemas_of_new_tenants_are_created_where_that_is_asked_for() {
    Rendered created =
        Chart.render(
            "migrations: {extraArgs: [--out-of-order], tenants: {createSchema: true, list: [{name: a, schema: tenant_a}]}}");
    assertThat(args(created.one("Job")))
        .containsSequence("--wave", "rest", "--create-schema", "--out-of-order");
    assertThat(created.named("ConfigMap", name(created)).at("/data/tenants.json").asString())
        .contains("\"schema\": \"tenant_a\"");
    assertThat(args(rest)).doesNotContain("--create-schema");
  }

  private static String name(Rendered rendered) {
    return Rendered.volume(rendered.one("Job"), "tenants").at("/configMap/name").asString();
  }

  @Test
  void another_list_makes_new_jobs_and_the_same_one_does_not() {
    assertThat(Chart.render(LIST).jobNames()).isEqualTo(THREE.jobNames());
    assertThat(Chart.render(LIST.replace("database: i", "database: j")).jobNames())
        .doesNotContainAnyElementsOf(THREE.jobNames());
  }

  @Test
  void without_tenants_all_is_as_it_was() {
    Rendered plain = Chart.render("{}");
    assertThat(plain.text().replace("lockstep.io/database-of", "")).doesNotContain("enant");
    assertThat(plain.one("Job").at("/spec/completionMode").isMissingNode()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{query: q, existingSecret: s, shares: 1} | five ways to say the same",
        "{list: [{name: a}], query: q, shares: 1} | five ways to say the same",
        "{schemas: 't%', query: q, shares: 1} | five ways to say the same",
        "{schemas: 't%', createSchema: true} | finds the schemas that exist",
        "{createSchema: true} | createSchema: there are no tenants",
        "{list: [{name: a, schema: pg_x}]} | schema",
        "{list: [{name: a, schema: lockstep}]} | schema",
        "{schemas: 't%', canary: {count: 1}} | canary.count: it counts from the list",
        "{existingConfigMap: c} | migrations.tenants.shares: needed",
        "{query: q, shares: 2, canary: {count: 1}} | canary.count: it counts from the list",
        "{list: [{name: a}], canary: {count: 2}} | the list has only 1",
        "{list: [{name: a}], canary: {names: [b]}} | the list has no b",
        "{list: [{name: a}], canary: {names: [a], count: 1}} | canary: count and names",
        "{list: [{name: a}, {name: a}]} | a is there twice",
        "{canary: {names: [a]}} | there are no tenants",
        "{list: [{name: a, password: secret}]} | password",
        "{list: [{database: a}]} | name",
        "{list: [{name: 'a b'}]} | pattern",
      })
  void what_can_not_be_meant_is_refused(String tenants, String says) {
    assertThat(Chart.refusal("migrations: {tenants: " + tenants + "}")).contains(says);
  }

  private static List<String> args(JsonNode job) {
    return Rendered.strings(Rendered.container(job).path("args"));
  }
}
