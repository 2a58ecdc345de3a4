package io.lockstep.tenants.rollout;

import static io.lockstep.Asking.targets;
import static io.lockstep.tenants.rollout.Tenancy.inSchema;
import static io.lockstep.tenants.rollout.Tenancy.ofGeneration;
import static io.lockstep.tenants.rollout.Tenancy.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.ManualClock;
import io.lockstep.ProcessClock;
import io.lockstep.TestDatabase;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Connector;
import io.lockstep.rollout.RolloutContext;
import io.lockstep.run.Lockstep;
import io.lockstep.run.report.MigrateRequest;
import io.lockstep.tenants.Tenant;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several schemas of one database, each a tenant: histories, undo scripts and drift of its own. */
class TenantSchemasTest {
  @TempDir private Path db;
  private final ProcessClock clock = new ProcessClock(() -> Duration.ZERO);
  private Tenancy tenancy;
  private TestDatabase database;
  private List<Tenant> tenants;

  @BeforeEach
  void threeSchemas() {
    tenancy = new Tenancy(db, "x");
    database = tenancy.databases.get("x");
    tenants =
        Stream.of("a", "b", "c")
            .map(name -> inSchema(name, database.name(), "tenant_" + name))
            .toList();
    tenants.forEach(
        tenant -> database.jdbc().sql("create schema " + tenant.schema().get()).update());
  }

  @Test
  void each_schema_has_its_own_history_and_the_next_run_has_nothing_to_do() {
    assertThat(results(run(request(RolloutStage.ALL, Optional.empty()))))
        .containsExactly("done", "done", "done");
    assertThat(tables("tenant_b")).containsExactly("a", "b", "c", "main_schema_history");
    assertThat(tables("public")).isEmpty();
    assertThat(results(run(request(RolloutStage.ALL, Optional.empty()))))
        .containsExactly("nothing to do", "nothing to do", "nothing to do");
  }

  @Test
  void a_schema_that_fails_stops_no_other_and_the_next_run_does_only_what_is_left() {
    database.jdbc().sql("create type tenant_b.b as enum ()").update();
    TenantsReport report = run(request(RolloutStage.ALL, Optional.empty()));
    assertThat(results(report)).containsExactly("done", "failed", "done");
    database.jdbc().sql("drop type tenant_b.b").update();
    TenantsReport again = run(request(RolloutStage.ALL, Optional.empty()));
    assertThat(results(again)).containsExactly("nothing to do", "done", "nothing to do");
    assertThat(again.tenants().get(1).apps())
        .containsExactly(new TenantReport.AppChange("main", "0001", "0003"));
  }

  @Test
  void one_schema_goes_back_by_its_stored_undo_scripts_and_the_others_stay() {
    run(request(RolloutStage.ALL, Optional.empty()));
    tenancy.folder.without("main/V0003__c.sql").without("main/U0003__c.sql");
    in("tenant_b").migrate(targets("main 1"));
    assertThat(tables("tenant_b")).containsExactly("a", "main_schema_history");
    assertThat(tables("tenant_a")).containsExactly("a", "b", "c", "main_schema_history");
    tenancy.folder.threeTables();
    assertThat(verify().stream().map(TenantVerification::exitCode)).containsExactly(0, 0, 0);
  }

  @Test
  void drift_in_one_schema_is_found_there_and_nowhere_else() {
    run(request(RolloutStage.ALL, Optional.empty()));
    assertThat(verify().stream().map(TenantVerification::exitCode)).containsExactly(0, 0, 0);
    database.jdbc().sql("create table tenant_b.by_hand ()").update();
    List<TenantVerification> found = verify();
    assertThat(found.stream().map(TenantVerification::exitCode))
        .containsExactly(0, ExitCode.REFUSED.code(), 0);
    assertThat(found.get(1).lines()).contains("  + table by_hand");
  }

  @Test
  void what_verify_records_is_of_each_schema() {
    run(request(RolloutStage.ALL, Optional.empty()));
    database.jdbc().sql("drop table tenant_c.c").update();
    tenancy.verifier(clock, tenants, tenant -> {}).run(List.of(), true);
    assertThat(
            database
                .jdbc()
                .sql("select schema_name || ' ' || result from lockstep.verification order by 1")
                .query(String.class)
                .list())
        .containsExactly("tenant_a as recorded", "tenant_b as recorded", "tenant_c differs");
  }

  @Test
  void the_rest_waits_for_a_canary_although_another_schema_of_its_database_is_done() {
    run(ofGeneration("1", RolloutStage.CANARY, "b"));
    List<List<String>> meanwhile = new ArrayList<>();
    ManualClock waiting =
        new ManualClock(
            () -> {
              meanwhile.add(tables("tenant_c"));
              run(ofGeneration("1", RolloutStage.CANARY, "a"));
            });
    TenantsReport rest =
        tenancy.rollout(waiting, tenants).run(ofGeneration("1", RolloutStage.REST, "a"));
    assertThat(meanwhile).containsExactly(List.of());
    assertThat(rest.line()).isEqualTo("2 tenants: 1 done, 1 nothing to do");
  }

  @Test
  void a_late_pod_of_the_rest_s_older_job_does_nothing_in_a_database_that_canaries_share() {
    ProcessClock early = new ProcessClock(() -> Duration.ofMinutes(1));
    run(ofGeneration("1", RolloutStage.CANARY, "a"));
    run(ofGeneration("1", RolloutStage.REST, "a"));
    assertThat(
            results(
                tenancy
                    .rollout(early, tenants)
                    .run(ofJob("late", ofGeneration("1", RolloutStage.REST, "a")))))
        .containsExactly("superseded", "superseded");
  }

  private static TenantsRequest ofJob(String uid, TenantsRequest request) {
    MigrateRequest each = request.each();
    RolloutContext context = each.rolloutContext().orElseThrow();
    return new TenantsRequest(
        new MigrateRequest(
            each.targets(),
            each.options(),
            Optional.of(
                new RolloutContext(
                    context.rollout(), context.turn(), Optional.of(uid), context.current())),
            each.reader(),
            each.lockWait(),
            each.lease(),
            each.retries()),
        request.canaries(),
        request.wave(),
        request.share());
  }

  private TenantsReport run(TenantsRequest request) {
    return tenancy.rollout(clock, tenants).run(request);
  }

  private List<TenantVerification> verify() {
    return tenancy.verifier(clock, tenants, tenant -> {}).run(List.of(), false).tenants();
  }

  private Lockstep in(String schema) {
    return new Lockstep(
        new Connector(database.settings().withSchema(schema), clock, Duration.ZERO),
        CatalogReader.read(tenancy.folder.path()),
        clock);
  }

  private List<String> tables(String schema) {
    return database
        .jdbc()
        .sql("select tablename from pg_tables where schemaname = :schema order by 1")
        .param("schema", schema)
        .query(String.class)
        .list();
  }

  private static List<String> results(TenantsReport report) {
    return report.tenants().stream().map(tenant -> tenant.result().toString()).toList();
  }
}
