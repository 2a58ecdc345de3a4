package io.lockstep.tenants.rollout;

import static io.lockstep.tenants.rollout.Tenancy.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.TestDatabase;
import io.lockstep.run.report.MigrateRequest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tenants whose schema is not there yet. */
class AbsentTenantSchemasTest extends ThreeSchemas {
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
}
