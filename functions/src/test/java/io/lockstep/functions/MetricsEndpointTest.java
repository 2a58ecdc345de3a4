package io.lockstep.functions;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.database.Settings;
import io.lockstep.functions.metrics.PrometheusText;
import io.lockstep.lock.OtherHolder;
import io.lockstep.waiting.ContractWaitWriter;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsEndpointTest {
  private static final Map<String, String> ON = Map.of("LOCKSTEP_METRICS", "true");

  @TempDir Path db;
  private final TestDatabase database = TestDatabase.create();
  private MigrationFolder folder;
  private ServedFunctions served;

  @BeforeEach
  void start() {
    folder = new MigrationFolder(db).threeTables();
    folder.file("shop/V1__x.sql", "create table x ()");
    served = ServedFunctions.on(database.settings(), db, ON);
  }

  @AfterEach
  void close() {
    served.close();
  }

  private Map<String, Double> metrics() {
    HttpResponse<String> answer = served.get("/metrics");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValue("text/plain;version=0.0.4;charset=utf-8");
    return PrometheusText.read(answer.body());
  }

  /** What is served may be a moment old; a test asks anew. */
  private Map<String, Double> metricsNow() {
    served.close();
    served = ServedFunctions.on(database.settings(), db, ON);
    return metrics();
  }

  @Test
  void a_contract_step_that_waits_is_counted_and_its_pods_are_shown() {
    database.lockstep(db).migrate(targets("main 2"));
    folder.file("main/V0003__c.sql", "-- lockstep: contract\ncreate table c ();");
    new ContractWaitWriter(database.jdbc()).waitsFor("web", List.of("web-5d9c-abc"));
    assertThat(metricsNow())
        .containsEntry("lockstep_contract_pending{app=main}", 1.0)
        .containsEntry("lockstep_contract_pending{app=shop}", 0.0)
        .containsEntry("lockstep_migrations_pending{app=main}", 1.0);
    assertThat(served.get("/migrations").body()).contains("\"waiting\"", "web-5d9c-abc");
    assertThat(served.get("/").body())
        .contains("web is waiting for the old pods: web-5d9c-abc.", "<span class=\"s waiting\">");
  }

  @Test
  void a_new_database_is_up_and_has_all_pending() {
    assertThat(metrics())
        .containsEntry("lockstep_database_up", 1.0)
        .containsEntry("lockstep_app_version{app=main,version=zero}", 1.0)
        .containsEntry("lockstep_migrations_pending{app=main}", 3.0)
        .containsEntry("lockstep_migrations_pending{app=shop}", 1.0)
        .containsEntry("lockstep_migrations_applied{app=main}", 0.0)
        .containsEntry("lockstep_lock_held", 0.0)
        .containsEntry("lockstep_lock_held_seconds", 0.0)
        .doesNotContainKeys("lockstep_last_run_success", "lockstep_last_verification_findings");
  }

  @Test
  void the_metrics_say_how_a_run_and_a_verification_ended() {
    database.lockstep(db).migrate(targets("main 2"));
    database.jdbc().sql("create index by_id on b (id)").update();
    database.jdbc().sql("create view v as select 1").update();
    database.lockstep(db).verifyAndRecord(List.of("main latest"));
    database
        .jdbc()
        .sql("update lockstep.run set ended_at = clock_timestamp() - interval '1 hour'")
        .update();
    Map<String, Double> metrics = metrics();
    assertThat(metrics)
        .containsEntry("lockstep_app_version{app=main,version=0002}", 1.0)
        .containsEntry("lockstep_migrations_applied{app=main}", 2.0)
        .containsEntry("lockstep_migrations_pending{app=main}", 1.0)
        .containsEntry("lockstep_last_run_success", 1.0)
        .containsEntry("lockstep_last_run_result{result=done}", 1.0)
        .containsEntry("lockstep_last_verification_findings", 1.0);
    assertThat(metrics.get("lockstep_last_verification_differences")).isBetween(2.0, 3.0);
    assertThat(metrics.get("lockstep_last_run_age_seconds")).isBetween(3600.0, 3660.0);
    double now = System.currentTimeMillis() / 1000.0;
    assertThat(metrics.get("lockstep_last_verification_timestamp_seconds"))
        .isBetween(now - 60, now + 1);
    assertThat(metrics.get("lockstep_last_run_timestamp_seconds"))
        .isBetween(now - 3700, now - 3500);
  }

  @Test
  void problems_are_counted_by_app() {
    database.lockstep(db).migrate(targets("main latest"));
    folder.file("main/V0001__a.sql", "create table a (id text);");
    folder.without("main/V0003__c.sql").without("main/U0003__c.sql");
    folder.file("main/V0004__bad.sql", "-- lockstep: no-transaction\nselect 1 / 0;");
    folder.file("main/U0004__bad.sql", "select 1;");
    folder.file("shop/V1__x.sql", "select 1 / 0;");
    problem(ExitCode.MIGRATION_FAILED, () -> database.lockstep(db).migrate(targets("shop latest")));
    database
        .jdbc()
        .sql(
            """
            insert into lockstep.unfinished (schema_name, app, version, action, script, holder)
            values ('public', 'main', '0004', 'apply', 'V0004__bad.sql', 'x')
            """)
        .update();
    assertThat(metricsNow())
        .containsEntry("lockstep_migrations_changed{app=main}", 1.0)
        .containsEntry("lockstep_migrations_unknown{app=main}", 1.0)
        .containsEntry("lockstep_migrations_unfinished{app=main}", 1.0)
        .containsEntry("lockstep_migrations_applied{app=main}", 3.0)
        .containsEntry("lockstep_migrations_unfinished{app=shop}", 0.0)
        .containsEntry("lockstep_last_run_success", 0.0)
        .containsEntry("lockstep_last_run_result{result=failed}", 1.0);
  }

  @Test
  void a_run_under_way_holds_the_lock_and_has_no_success_yet() {
    database.lockstep(db).migrate(targets("main 1"));
    database.jdbc().sql("update lockstep.run set result = 'running', ended_at = null").update();
    assertThat(metrics()).as("died").containsEntry("lockstep_last_run_success", 0.0);
    OtherHolder.holds(database, "pod", Instant.now().minusSeconds(100), Duration.ofSeconds(30));
    Map<String, Double> metrics = metricsNow();
    assertThat(metrics)
        .containsEntry("lockstep_lock_held", 1.0)
        .containsEntry("lockstep_last_run_result{result=running}", 1.0)
        .doesNotContainKey("lockstep_last_run_success");
    assertThat(metrics.get("lockstep_lock_held_seconds")).isBetween(100.0, 130.0);
  }

  @Test
  void a_database_that_is_away_is_a_metric_and_no_error() {
    Settings all = database.settings();
    Settings away =
        new Settings(all.host(), all.port(), "gone", all.user(), "x", all.tls(), "public");
    try (ServedFunctions nothing = ServedFunctions.on(away, db, ON)) {
      HttpResponse<String> answer = nothing.get("/metrics");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(PrometheusText.read(answer.body()))
          .containsExactly(Map.entry("lockstep_database_up", 0.0));
    }
  }

  @Test
  void the_metrics_are_absent_unless_turned_on() {
    try (ServedFunctions off = ServedFunctions.on(database.settings(), db)) {
      assertThat(off.get("/metrics").statusCode()).isEqualTo(404);
    }
    assertThat(served.get("/metrics/x").statusCode()).isEqualTo(404);
    assertThat(served.get("/metrics?x=1").statusCode()).isEqualTo(400);
  }
}
