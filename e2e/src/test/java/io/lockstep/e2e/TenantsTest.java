package io.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Scenario 22: many databases with one schema, a canary first. */
@OnCluster
class TenantsTest {
  @RegisterExtension static final Namespace NAMESPACE = new Namespace();

  private static final String NONE = "{migrations: {enabled: false}, serving: {enabled: false}}";
  private static final String FOUR =
      """
      migrations:
        schedule: 0 0 1 1 *
        tenants:
          parallelism: 2
          canary: {names: [globex]}
          list:
            - {name: acme, database: acme}
            - {name: globex, database: globex}
            - {name: initech, database: initech}
            - {name: umbrella, database: umbrella}
      """;

  private final Release web = new Release(NAMESPACE, "web");

  @Test
  void a_failing_canary_stops_the_rest_an_upgrade_does_what_is_left_and_the_cronjob_verifies_all() {
    web.upgrade(NONE);
    for (String tenant : List.of("acme", "globex", "initech", "umbrella")) {
      web.sql("create database " + tenant);
    }
    web.sql("globex", "create type question as enum ()");

    web.upgradeWithoutWaiting(FOUR + "serving: {enabled: false}\n");
    List<Job> stopped = web.endedJobs();
    assertThat(stopped).hasSize(2).allMatch(Job::failed);
    assertThat(job("canary").exits()).containsExactly(4);
    assertThat(job("tenants").log()).contains("the canary globex ended with 4");
    assertThat(schemas("acme")).as("Lockstep's schema in a tenant of the rest").isEqualTo("0");

    web.sql("globex", "drop type question");
    web.upgrade(FOUR);
    assertThat(job("canary").log())
        .containsPattern("tenant globex: done, .*main from zero to 0002");
    assertThat(job("tenants").json().at("/status/succeeded").asInt()).isEqualTo(3);
    assertThat(job("tenants").log()).containsPattern("tenant umbrella: done");
    assertThat(schemas(Release.DATABASE)).as("Lockstep's schema in the chart's own").isEqualTo("0");

    web.sql("create database hooli");
    web.upgrade(FOUR + "      - {name: hooli, database: hooli}\n");
    assertThat(job("tenants").log())
        .containsPattern("tenant acme: nothing to do")
        .containsPattern("tenant hooli: done");
    JsonNode tenants = new JsonMapper().readTree(web.site().get("/tenants").body()).path("tenants");
    assertThat(tenants.valueStream().map(t -> t.at("/versions/main").asString()))
        .hasSize(5)
        .containsOnly("0002");
    assertThat(web.site().page()).contains("5 at main 0002");
    web.test();

    web.sql("acme", "create table by_hand ()");
    NAMESPACE.kubectl("create", "job", "look", "--from=cronjob/web-lockstep-check");
    NAMESPACE.kubectl("wait", "job/look", "--for=condition=Failed", "--timeout=120s");
    Job look = new Job(NAMESPACE, NAMESPACE.get("job", "look"));
    assertThat(look.exits()).containsExactly(3);
    assertThat(look.log())
        .containsPattern("tenant acme: differs: .*\\R  \\+ table by_hand\\R")
        .containsPattern("tenant hooli: as recorded by run 1 ");
    assertThat(web.site().page()).contains("+ table by_hand");
  }

  private Job job(String wave) {
    return web.jobs().stream()
        .filter(job -> job.name().startsWith("web-lockstep-" + wave + "-"))
        .findFirst()
        .orElseThrow();
  }

  private String schemas(String database) {
    return web.sql(database, "select count(*) from pg_namespace where nspname = 'lockstep'");
  }
}
