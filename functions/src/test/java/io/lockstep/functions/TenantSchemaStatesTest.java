package io.lockstep.functions;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.ProcessClock;
import io.lockstep.TestDatabase;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Connector;
import io.lockstep.run.Lockstep;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Many schemas of one database on the page and as JSON. */
class TenantSchemaStatesTest {
  private static final int MANY = 300;

  @TempDir private Path db;
  private final TestDatabase own = TestDatabase.create();

  @BeforeEach
  void oneDoneOneHalfWayAndManyLikeThem() {
    new MigrationFolder(db).threeTables();
    in("tenant_000").migrate(targets("main latest"));
    in("tenant_001").migrate(targets("main 2"));
    own.jdbc().sql("create schema tenant_002; create type tenant_002.b as enum ()").update();
    problem(ExitCode.MIGRATION_FAILED, () -> in("tenant_002").migrate(targets("main latest")));
    own.jdbc()
        .sql(
            """
            do $$
            declare
                original text;
                copy text;
            begin
                for i in 3..%d loop
                    original := format('tenant_%%s', lpad((i %% 3)::text, 3, '0'));
                    copy := format('tenant_%%s', lpad(i::text, 3, '0'));
                    execute format('create schema %%I', copy);
                    execute format('create table %%I.main_schema_history as select * from %%I.main_schema_history',
                                   copy, original);
                    insert into lockstep.run (schema_name, app, target, from_version, to_version, holder, ended_at, result, reason)
                    select copy, app, target, from_version, to_version, holder, ended_at, result, reason
                      from lockstep.run where schema_name = original order by id;
                end loop;
            end
            $$
            """
                .formatted(MANY - 1))
        .update();
  }

  @Test
  void a_tenant_whose_history_is_hidden_from_the_reader_is_unread_and_not_pending() {
    String role = "hidden_" + own.name();
    for (String sql :
        new String[] {
          "create role " + role + " login",
          "grant usage on schema lockstep, tenant_000, tenant_001 to " + role,
          "grant select on all tables in schema lockstep, tenant_000, tenant_001 to " + role,
          "alter table tenant_000.main_schema_history enable row level security"
        }) {
      own.jdbc().sql(sql).update();
    }
    try (ServedFunctions served =
        ServedFunctions.on(
            own.settings(role),
            db,
            Map.of("LOCKSTEP_TENANT_SCHEMAS", "tenant\\_00_", "LOCKSTEP_TARGETS", "main latest"))) {
      assertThat(served.get("/tenants?q=tenant_000").body())
          .contains("\"tenant\":\"tenant_000\",\"state\":\"unread\"", "rights are missing");
      assertThat(served.get("/tenants?q=tenant_001").body())
          .contains("\"tenant\":\"tenant_001\",\"state\":\"pending\"");
    }
  }

  private Lockstep in(String schema) {
    ProcessClock clock = new ProcessClock();
    return new Lockstep(
        new Connector(own.settings().withSchema(schema), clock, Duration.ZERO),
        CatalogReader.read(db),
        clock);
  }

  private ServedFunctions serve() {
    return ServedFunctions.on(
        own.settings(),
        db,
        Map.of("LOCKSTEP_TENANT_SCHEMAS", "tenant\\_%", "LOCKSTEP_TARGETS", "main latest"));
  }

  @Test
  void each_schema_has_its_own_version_and_last_run() {
    try (ServedFunctions served = serve()) {
      JsonNode all = ServedFunctions.json(served.get("/tenants?limit=1000"));
      assertThat(all.path("total").asInt()).isEqualTo(MANY);
      for (int i = 0; i < MANY; i++) {
        JsonNode tenant = all.path("tenants").get(i);
        assertThat(tenant.path("tenant").asString()).isEqualTo("tenant_%03d".formatted(i));
        assertThat(tenant.at("/versions/main").asString())
            .isEqualTo(List.of("0003", "0002", "0001").get(i % 3));
        assertThat(tenant.path("state").asString())
            .isEqualTo(List.of("done", "pending", "failed").get(i % 3));
        assertThat(tenant.at("/lastRun/result").asString())
            .isEqualTo(i % 3 == 2 ? "failed" : "done");
      }
      assertThat(all.path("summary").toString())
          .contains("{\"state\":\"failed\",\"versions\":{\"main\":\"0001\"},\"tenants\":100}");
    }
  }

  @Test
  void the_page_has_a_hundred_of_them_and_the_way_to_the_next() {
    try (ServedFunctions served = serve()) {
      String first = served.get("/").body();
      assertThat(rows(first)).isEqualTo(100);
      assertThat(first)
          .contains("at main 0002, not at the target")
          .doesNotContain("at main 0001, not", "at main 0003, not");
      assertThat(first).contains("100 of 300 tenants", "href=\"?after&#x3D;tenant_099\"");
      String open = served.get("/?state=open&after=tenant_149").body();
      assertThat(rows(open)).isEqualTo(100);
      assertThat(open)
          .contains("100 of 200 that match, of 300 tenants", ">tenant_151<")
          .doesNotContain(">tenant_150<", ">The next ones<");
    }
  }

  @Test
  void a_schema_that_its_reader_may_not_read_hides_no_other() {
    own.jdbc()
        .sql(
            "create role looking login password 'x'; grant connect on database "
                + own.name()
                + " to looking; grant usage on schema lockstep to looking;"
                + " grant select on all tables in schema lockstep to looking")
        .update();
    for (int i = 0; i < 5; i++) {
      own.jdbc()
          .sql(
              "grant usage on schema tenant_00%1$d to looking; grant select on tenant_00%1$d.main_schema_history to looking"
                  .formatted(i))
          .update();
    }
    try (ServedFunctions served =
        ServedFunctions.on(
            own.settings("looking"), db, Map.of("LOCKSTEP_TENANT_SCHEMAS", "tenant\\_00_"))) {
      JsonNode tenants = ServedFunctions.json(served.get("/tenants")).path("tenants");
      for (int i = 0; i < 10; i++) {
        assertThat(tenants.get(i).path("state").asString().equals("unread"))
            .as("tenant %d", i)
            .isEqualTo(i >= 5);
      }
    }
  }

  private static int rows(String page) {
    return page.split("<th scope=\"row\">tenant_", -1).length - 1;
  }
}
