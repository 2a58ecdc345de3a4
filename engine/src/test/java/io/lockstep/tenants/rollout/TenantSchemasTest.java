package io.lockstep.tenants.rollout;

import static io.lockstep.Asking.targets;
import static io.lockstep.tenants.rollout.Tenancy.inSchema;
import static io.lockstep.tenants.rollout.Tenancy.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Connector;
import io.lockstep.fingerprint.Fingerprint;
import io.lockstep.run.Lockstep;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Several schemas of one database, each a tenant: histories, undo scripts and drift of its own. */
class TenantSchemasTest extends ThreeSchemas {
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
  void what_an_older_lockstep_has_recorded_is_no_drift_and_is_recorded_again_in_each_schema() {
    run(request(RolloutStage.ALL, Optional.empty()));
    database
        .jdbc()
        .sql(
            "update lockstep.fingerprint set basis = regexp_replace(basis, 'format [0-9]+', 'format 2'), objects = '{}'")
        .update();
    assertThat(verify()).allMatch(tenant -> tenant.exitCode() == 0);
    run(request(RolloutStage.ALL, Optional.empty()));
    assertThat(
            database
                .jdbc()
                .sql("select distinct basis from lockstep.fingerprint")
                .query(String.class)
                .list())
        .singleElement()
        .asString()
        .startsWith("format " + Fingerprint.FORMAT);
    database.jdbc().sql("alter table tenant_b.b alter id set statistics 7").update();
    assertThat(verify().stream().map(TenantVerification::exitCode))
        .containsExactly(0, ExitCode.REFUSED.code(), 0);
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

  private List<TenantVerification> verify() {
    return tenancy.verifier(clock, tenants, tenant -> {}).run(List.of(), false).tenants();
  }

  private Lockstep in(String schema) {
    return new Lockstep(
        new Connector(database.settings().withSchema(schema), clock, Duration.ZERO),
        CatalogReader.read(tenancy.folder.path()),
        clock);
  }
}
