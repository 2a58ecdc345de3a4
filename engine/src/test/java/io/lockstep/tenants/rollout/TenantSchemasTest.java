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
import io.lockstep.rollout.Turn;
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
  void one_session_executes_the_scripts_of_all_schemas_and_none_inherits_from_the_one_before() {
    tenancy.folder.file(
        "main/V0004__session.sql",
        """
        prepare left_behind as select 1;
        create temp table left_behind ();
        select set_config('my.own', 'x', false);
        """);
    tenancy.folder.file(
        "main/V0005__pid.sql",
        "create table pid as select pg_backend_pid() as pid, current_setting('my.own', true) as own");
    assertThat(results(run(request(RolloutStage.ALL, Optional.empty()))))
        .containsExactly("done", "done", "done");
    assertThat(
            database
                .jdbc()
                .sql(
                    """
                    select distinct pid, coalesce(own, '') from (table tenant_a.pid union table tenant_b.pid union table tenant_c.pid) p
                    """)
                .query((rs, i) -> rs.getString(2))
                .list())
        .containsExactly("");
  }

  @Test
  void a_script_that_takes_the_session_s_prepared_statements_away_does_no_harm() {
    tenancy.folder.file(
        "main/V0004__all.sql", "do $$ begin execute 'deallocate all'; end $$; create table d ()");
    tenancy.folder.file("main/U0004__all.sql", "drop table d");
    run(request(RolloutStage.ALL, Optional.empty()));
    assertThat(verify())
        .allMatch(tenant -> tenant.exitCode() == 0)
        .allMatch(tenant -> tenant.lines().size() == 1);
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
    assertThat(verify())
        .as("without a note on the others")
        .allMatch(tenant -> tenant.exitCode() == 0 && tenant.lines().size() == 1);
    database.jdbc().sql("create table tenant_b.by_hand ()").update();
    List<TenantVerification> found = verify();
    assertThat(found.stream().map(TenantVerification::exitCode))
        .containsExactly(0, ExitCode.REFUSED.code(), 0);
    assertThat(found.get(1).lines()).contains("  + table by_hand");
  }

  @Test
  void a_schema_that_is_made_for_a_new_tenant_is_no_drift_of_the_others() {
    run(request(RolloutStage.ALL, Optional.empty()));
    database.jdbc().sql("create schema tenant_d").update();
    assertThat(verify().get(0).lines())
        .as("while it is no tenant's")
        .contains("  + schema tenant_d");
    tenants =
        Stream.concat(tenants.stream(), Stream.of(inSchema("d", database.name(), "tenant_d")))
            .toList();
    assertThat(verify().stream().map(TenantVerification::exitCode)).containsExactly(0, 0, 0, 0);
  }

  @Test
  void what_another_tool_has_made_in_a_tenant_is_not_recorded_with_the_others() {
    database.jdbc().sql("create table tenant_c.of_another_tool ()").update();
    assertThat(results(run(request(RolloutStage.ALL, Optional.empty()))))
        .containsExactly("done", "done", "refused");
    assertThat(
            database
                .jdbc()
                .sql(
                    "select schema_name from lockstep.fingerprint where objects::text like '%of_another_tool%'")
                .query(String.class)
                .list())
        .isEmpty();
    assertThat(verify().stream().map(TenantVerification::exitCode)).containsExactly(0, 0, 0);
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

  @Test
  void a_schema_that_is_absent_is_refused_before_anything_is_done_unless_it_may_be_created() {
    database.jdbc().sql("drop schema tenant_b").update();
    TenantsReport report = run(mayCreate(false));
    assertThat(results(report)).containsExactly("done", "refused", "done");
    assertThat(report.tenants().get(1).exitCode()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(report.tenants().get(1).reason().orElseThrow())
        .contains("\"tenant_b\"", "does not exist", "--create-schema", "CREATE SCHEMA");
    assertThat(schemaOwner("tenant_b")).isEmpty();

    assertThat(results(run(mayCreate(true))))
        .containsExactly("nothing to do", "done", "nothing to do");
    assertThat(schemaOwner("tenant_b")).contains("postgres");
    assertThat(tables("tenant_b")).containsExactly("a", "b", "c", "main_schema_history");
  }

  @Test
  void the_way_out_that_a_refusal_of_an_absent_schema_names_works() {
    database.jdbc().sql("drop schema tenant_b").update();
    String reason = run(mayCreate(false)).tenants().get(1).reason().orElseThrow();
    String statement = reason.substring(reason.indexOf("CREATE SCHEMA"));
    database.jdbc().sql(statement.substring(0, statement.indexOf(';'))).update();
    assertThat(results(run(mayCreate(false))))
        .containsExactly("nothing to do", "done", "nothing to do");
  }

  @Test
  void a_tenant_that_names_no_schema_gets_the_configured_one_made_as_by_migrate() {
    Tenancy elsewhere = new Tenancy(db, TestDatabase.create("app"), "y");
    assertThat(results(elsewhere.rollout(clock, elsewhere.tenants()).run(mayCreate(false))))
        .containsExactly("done");
  }

  @Test
  void zero_is_reached_in_a_schema_that_is_absent_without_creating_it() {
    database.jdbc().sql("drop schema tenant_b").update();
    TenantsRequest latest = mayCreate(false);
    MigrateRequest zero = MigrateRequest.of(List.of("main zero")).with(latest.each().options());
    assertThat(
            results(
                run(new TenantsRequest(zero, latest.canaries(), latest.wave(), latest.share()))))
        .containsExactly("nothing to do", "nothing to do", "nothing to do");
    assertThat(schemaOwner("tenant_b")).isEmpty();
  }

  private static TenantsRequest mayCreate(boolean may) {
    TenantsRequest request = request(RolloutStage.ALL, Optional.empty());
    MigrateRequest each = request.each().with(request.each().options().creatingSchema(may));
    return new TenantsRequest(each, request.canaries(), request.wave(), request.share());
  }

  private Optional<String> schemaOwner(String schema) {
    return database
        .jdbc()
        .sql("select nspowner::regrole::text from pg_namespace where nspname = :schema")
        .param("schema", schema)
        .query(String.class)
        .optional();
  }

  @Test
  void the_second_turn_of_one_schema_does_not_stand_for_the_first_turn_of_another() {
    TenantsRequest all = ofGeneration("1", RolloutStage.ALL);
    tenancy.rollout(clock, tenants.subList(0, 1)).run(inTurn("1/2", all));
    tenancy.rollout(clock, tenants.subList(0, 1)).run(inTurn("2/2", all));
    assertThat(results(run(inTurn("1/2", all)))).containsExactly("done before", "done", "done");
  }

  @Test
  void a_schema_s_second_turn_waits_for_its_own_first_one_and_not_for_another_s() {
    TenantsRequest all = ofGeneration("1", RolloutStage.ALL);
    tenancy.rollout(clock, tenants.subList(0, 2)).run(inTurn("1/2", all));
    List<List<String>> meanwhile = new ArrayList<>();
    ManualClock waiting =
        new ManualClock(
            () -> {
              meanwhile.add(tables("tenant_c"));
              run(inTurn("1/2", all));
            });
    TenantsReport second = tenancy.rollout(waiting, tenants.subList(2, 3)).run(inTurn("2/2", all));
    assertThat(meanwhile).containsExactly(List.of());
    assertThat(results(second)).containsExactly("nothing to do");
  }

  private static TenantsRequest inTurn(String turn, TenantsRequest request) {
    RolloutContext context = request.each().rolloutContext().orElseThrow();
    return of(
        new RolloutContext(
            context.rollout(), Turn.parse(turn), Optional.of("uid-" + turn), context.current()),
        request);
  }

  private static TenantsRequest ofJob(String uid, TenantsRequest request) {
    RolloutContext context = request.each().rolloutContext().orElseThrow();
    return of(
        new RolloutContext(context.rollout(), context.turn(), Optional.of(uid), context.current()),
        request);
  }

  private static TenantsRequest of(RolloutContext context, TenantsRequest request) {
    MigrateRequest each = request.each();
    return new TenantsRequest(
        new MigrateRequest(
            each.targets(),
            each.options(),
            Optional.of(context),
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
