package io.lockstep.functions;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.lock.OtherHolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
