package io.lockstep.functions;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.lock.OtherHolder;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Many databases on the page and as JSON, beside one that is none of them. */
class TenantStatesTest {
  @TempDir private Path db;
  @TempDir private Path lists;
  private final TestDatabase own = TestDatabase.create();
  private final TestDatabase acme = TestDatabase.create();
  private final TestDatabase globex = TestDatabase.create();
  private Path list;

  @BeforeEach
  void oneDoneOneFailedOneAway() throws IOException {
    new MigrationFolder(db).threeTables();
    acme.lockstep(db).migrate(targets("main latest"));
    globex.jdbc().sql("create type b as enum ()").update();
    problem(ExitCode.MIGRATION_FAILED, () -> globex.lockstep(db).migrate(targets("main latest")));
    list =
        Files.writeString(
            lists.resolve("tenants.json"),
            """
            [{"name": "acme", "database": "%s"}, {"name": "globex", "database": "%s"},
             {"name": "away", "database": "nowhere", "password": "hidden"}]
            """
                .formatted(acme.name(), globex.name()));
  }

  private ServedFunctions serve(Map<String, String> environment) {
    return ServedFunctions.on(own.settings(), db, environment);
  }

  private ServedFunctions withTenants() {
    return serve(Map.of("LOCKSTEP_TENANTS", list.toString(), "LOCKSTEP_TARGETS", "main latest"));
  }

  @Test
  void the_document_says_where_each_is_how_its_last_run_ended_and_why_one_is_not_read() {
    try (ServedFunctions served = withTenants()) {
      JsonNode tenants = ServedFunctions.json(served.get("/tenants")).path("tenants");
      assertThat(tenants.at("/0/tenant").asString()).isEqualTo("acme");
      assertThat(tenants.at("/0/versions/main").asString()).isEqualTo("0003");
      assertThat(tenants.at("/0/lastRun/result").asString()).isEqualTo("done");
      assertThat(tenants.at("/1/versions/main").asString()).isEqualTo("0001");
      assertThat(tenants.at("/1/lastRun/result").asString()).isEqualTo("failed");
      assertThat(tenants.at("/2/problem").asString()).contains("\"nowhere\" does not exist");
      assertThat(tenants.toString()).doesNotContain("hidden");
    }
  }

  @Test
  void the_page_has_a_row_for_each_and_not_the_own_database_s_pending_migrations() {
    try (ServedFunctions served = withTenants()) {
      assertThat(text(served.get("/").body()))
          .contains("Tenants 1 at main 0001; 1 at main 0003; 1 could not be read")
          .contains("acme at main 0003 done")
          .containsPattern("globex at main 0001 .*V0002.* failed")
          .doesNotContain("migrations are pending");
    }
  }

  @Test
  void what_verify_has_recorded_of_a_tenant_is_shown_with_it() {
    acme.jdbc().sql("create table by_hand ()").update();
    acme.lockstep(db).verifyAndRecord(List.of());
    try (ServedFunctions served = withTenants()) {
      JsonNode tenants = ServedFunctions.json(served.get("/tenants")).path("tenants");
      assertThat(tenants.at("/0/verification/result").asString()).isEqualTo("differs");
      assertThat(tenants.at("/0/verification/differences").asInt()).isEqualTo(1);
      assertThat(tenants.at("/1/verification").isNull()).isTrue();
      assertThat(text(served.get("/").body()))
          .containsPattern("acme at main 0003 done .* differs \\S+ \\S+ \\+ table by_hand ");
    }
  }

  @Test
  void a_run_that_died_is_shown_as_such_and_one_under_way_is_not() {
    acme.jdbc().sql("update lockstep.run set result = 'running', ended_at = null").update();
    globex.jdbc().sql("update lockstep.run set result = 'running', ended_at = null").update();
    OtherHolder.holds(globex, Duration.ofSeconds(30));
    try (ServedFunctions served = withTenants()) {
      JsonNode tenants = ServedFunctions.json(served.get("/tenants")).path("tenants");
      assertThat(tenants.at("/0/lastRun/result").asString()).isEqualTo("died");
      assertThat(tenants.at("/1/lastRun/result").asString()).isEqualTo("running");
    }
  }

  @Test
  void the_document_sums_up_how_many_are_where_and_has_those_that_are_asked_for() {
    try (ServedFunctions served = withTenants()) {
      JsonNode all = ServedFunctions.json(served.get("/tenants"));
      assertThat(all.path("total").asInt()).isEqualTo(3);
      assertThat(all.path("matching").asInt()).isEqualTo(3);
      assertThat(all.path("summary").size()).isEqualTo(3);
      assertThat(all.at("/tenants/0/state").asString()).isEqualTo("done");
      assertThat(all.at("/tenants/1/state").asString()).isEqualTo("failed");
      assertThat(all.at("/tenants/2/state").asString()).isEqualTo("unread");
      assertThat(names(served.get("/tenants?state=open"))).containsExactly("globex", "away");
      assertThat(names(served.get("/tenants?state=failed&state=done")))
          .containsExactly("acme", "globex");
      assertThat(names(served.get("/tenants?q=LOB"))).containsExactly("globex");
      assertThat(names(served.get("/tenants?limit=2"))).containsExactly("acme", "globex");
      JsonNode first = ServedFunctions.json(served.get("/tenants?limit=1&state=open"));
      assertThat(first.path("next").asString()).isEqualTo("globex");
      assertThat(first.path("matching").asInt()).isEqualTo(2);
      JsonNode last = ServedFunctions.json(served.get("/tenants?after=globex&state=open"));
      assertThat(last.at("/tenants/0/tenant").asString()).isEqualTo("away");
      assertThat(last.path("next").isNull()).isTrue();
    }
  }

  @Test
  void a_question_about_tenants_that_can_not_be_meant_is_refused() {
    try (ServedFunctions served = withTenants()) {
      for (String question : List.of("state=odd", "limit=0", "limit=1001", "after=nobody", "x=1")) {
        assertThat(served.get("/tenants?" + question).statusCode()).as(question).isEqualTo(400);
      }
      assertThat(served.get("/?state=odd").statusCode()).isEqualTo(400);
    }
  }

  @Test
  void the_page_shows_those_that_are_asked_for_and_keeps_the_question() {
    try (ServedFunctions served = withTenants()) {
      String open = served.get("/?state=open&q=%22o").body();
      assertThat(open).contains("value=\"&quot;o\"", "<option value=\"open\" selected>");
      assertThat(text(open)).contains("0 of 0 that match, of 3 tenants");
      assertThat(text(served.get("/?state=open&q=glob").body()))
          .contains("globex at main 0001", "1 of 1 that match, of 3 tenants")
          .doesNotContain("acme at main");
      assertThat(served.get("/").body())
          .contains("href=\"?state&#x3D;failed\"")
          .doesNotContain("that match");
    }
  }

  private static List<String> names(HttpResponse<String> response) {
    List<String> names = new ArrayList<>();
    ServedFunctions.json(response)
        .path("tenants")
        .forEach(tenant -> names.add(tenant.path("tenant").asString()));
    return names;
  }

  @Test
  void metrics_are_of_each_tenant_and_not_of_the_own_database() {
    acme.lockstep(db).verifyAndRecord(List.of());
    try (ServedFunctions served =
        serve(Map.of("LOCKSTEP_TENANTS", list.toString(), "LOCKSTEP_METRICS", "true"))) {
      assertThat(served.get("/metrics").body())
          .contains("lockstep_database_up 1.0", "lockstep_tenants_listed 1.0")
          .contains(
              "lockstep_tenant_up{tenant=\"acme\"} 1.0", "lockstep_tenant_up{tenant=\"away\"} 0.0")
          .contains(
              "lockstep_tenant_app_version{app=\"main\",tenant=\"globex\",version=\"0001\"} 1.0",
              "lockstep_tenant_last_run_success{tenant=\"acme\"} 1.0",
              "lockstep_tenant_last_run_success{tenant=\"globex\"} 0.0",
              "lockstep_tenant_last_verification_differences{tenant=\"acme\"} 0.0")
          .doesNotContain("lockstep_migrations_pending");
    }
  }

  @Test
  void the_function_is_ready_although_its_own_database_is_at_no_target() {
    try (ServedFunctions served = withTenants()) {
      assertThat(served.get("/readyz").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void a_list_that_is_gone_is_reported_on_the_page() throws IOException {
    Files.delete(list);
    try (ServedFunctions served = withTenants()) {
      assertThat(served.get("/").body()).contains("They can’t be listed.");
      assertThat(ServedFunctions.json(served.get("/tenants")).path("problem").asString())
          .contains("no longer what the release is at");
    }
  }

  @Test
  void tenants_are_not_mentioned_where_there_are_none() {
    try (ServedFunctions served = serve(Map.of())) {
      assertThat(served.get("/tenants").statusCode()).isEqualTo(404);
      assertThat(served.get("/").body()).doesNotContain("enants");
    }
  }

  private static String text(String html) {
    return html.replaceAll("(?s)<style.*?</style>|<[^>]*>", " ").replaceAll("\\s+", " ");
  }
}
