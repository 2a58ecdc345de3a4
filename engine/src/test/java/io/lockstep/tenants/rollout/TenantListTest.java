package io.lockstep.tenants.rollout;

import static io.lockstep.Asking.problem;
import static io.lockstep.tenants.rollout.Tenancy.inSchema;
import static io.lockstep.tenants.rollout.Tenancy.tenant;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.ProcessClock;
import io.lockstep.TestDatabase;
import io.lockstep.database.Connector;
import io.lockstep.database.Settings;
import io.lockstep.tenants.Tenant;
import io.lockstep.tenants.TenantList;
import io.lockstep.tenants.TenantQuery;
import io.lockstep.tenants.TenantSchemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TenantListTest {
  private final TestDatabase own = TestDatabase.create();

  @Test
  void what_a_tenant_does_not_say_is_as_in_the_own_settings(@TempDir Path secrets)
      throws IOException {
    Path password = Files.writeString(secrets.resolve("password"), "hidden\n");
    Tenant tenant =
        new Tenant(
            "acme",
            Optional.of("elsewhere"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of("app"),
            Optional.of("unused"),
            Optional.of(password.toString()),
            Optional.of("require"));
    Settings settings = tenant.settings(own.settings());
    assertThat(settings).hasToString("app@elsewhere:" + TestDatabase.port() + "/" + own.name());
    assertThat(settings.password()).isEqualTo("hidden");
    assertThat(settings.tls().mode()).contains("require");
    assertThat(tenant.toString()).isEqualTo("tenant acme");
  }

  @Test
  void a_name_or_database_that_two_have_is_refused() {
    assertThat(refusal(tenant("a", "x"), tenant("a", "y"))).contains("tenant a is there twice");
    assertThat(refusal(tenant("a", "x"), tenant("b", "x")))
        .contains("tenant a and tenant b are both localhost:");
    assertThat(refusal(inSchema("a", "x", "s"), inSchema("b", "x", "s")))
        .contains("tenant a and tenant b are both", "/x, schema s");
    assertThat(refusal(tenant("a", "x"), inSchema("b", "x", "public")))
        .contains("tenant a and tenant b are both", "/x, schema public");
    assertThat(refusal(tenant("a b", "x"))).contains("the name \"a b\" can't be one");
    assertThat(refusal(tenant("a\nERROR", "x"))).contains("the name \"a?ERROR\" can't be one");
  }

  @Test
  void one_schema_of_a_server_that_two_write_differently_is_refused() {
    assertThat(refusal(on("DB1", 5432, "x"), tenantOn("db1", 5432, "x")))
        .contains("tenant a and tenant b are both db1:5432/x, schema public");
  }

  @Test
  void a_value_that_the_driver_would_replace_by_another_is_refused() {
    assertThat(refusal(tenant("a", "")))
        .contains("the database of tenant a is empty", "leave it out");
    assertThat(refusal(on(" ", 5432, "x"))).contains("the host of tenant a is empty");
    assertThat(refusal(on("h", 0, "x"))).contains("the port of tenant a is 0", "1 to 65535");
    assertThat(refusal(on("h", 70_000, "x"))).contains("the port of tenant a is 70000");
    assertThat(refusal(with("a", "h", 1, "x", Optional.of(""), Optional.empty())))
        .contains("the user of tenant a is empty");
    assertThat(refusal(with("a", "h", 1, "x", Optional.empty(), Optional.of("required"))))
        .contains("the sslmode of tenant a is none of disable, allow, prefer, require, verify-ca");
  }

  private static Tenant on(String host, int port, String database) {
    return with("a", host, port, database, Optional.empty(), Optional.empty());
  }

  private static Tenant tenantOn(String host, int port, String database) {
    return with("b", host, port, database, Optional.empty(), Optional.empty());
  }

  private static Tenant with(
      String name,
      String host,
      int port,
      String database,
      Optional<String> user,
      Optional<String> sslmode) {
    return new Tenant(
        name,
        Optional.of(host),
        Optional.of(port),
        Optional.of(database),
        Optional.empty(),
        user,
        Optional.empty(),
        Optional.empty(),
        sslmode);
  }

  @Test
  void schemas_of_one_database_are_tenants_and_a_schema_that_can_be_none_is_refused() {
    List<Tenant> schemas =
        List.of(tenant("a", "x"), inSchema("b", "x", "t"), inSchema("c", "x", "T"));
    assertThat(TenantList.of(own.settings(), schemas).all()).isEqualTo(schemas);
    assertThat(schemas.get(1).settings(own.settings()).schema()).isEqualTo("t");
    assertThat(refusal(inSchema("a", "x", "lockstep"))).contains("the schema of tenant a");
    assertThat(refusal(inSchema("a", "x", ""))).contains("the schema of tenant a");
  }

  @Test
  void a_query_lists_them_and_can_not_write() {
    own.jdbc().sql("create table tenant (name text, db text, on_port int)").update();
    own.jdbc().sql("insert into tenant values ('a', 'x', null), ('b', 'y', 5433)").update();
    TenantList list =
        query(
            "select name, db as database, on_port as port, case when on_port is not null then 'b' end as user, case when on_port is not null then 'b' end as password_file from public.tenant order by name");
    assertThat(list.all()).containsExactly(tenant("a", "x"), onPort(5433));
    for (String wrong :
        List.of(
            "select name from tenant",
            "select name, db from public.tenant",
            "select null as name",
            "insert into public.tenant values ('c') returning name",
            "nonsense")) {
      assertThat(problem(ExitCode.USAGE, () -> query(wrong)).text())
          .contains("select name, database");
    }
  }

  @Test
  void schemas_that_match_a_pattern_are_tenants_of_their_names() {
    for (String schema : List.of("tenant_b", "tenant_A", "tenantsx", "other", "lockstep")) {
      own.jdbc().sql("create schema \"" + schema + "\"").update();
    }
    assertThat(schemas("tenant\\_%")).containsExactly("tenant_A", "tenant_b");
    assertThat(schemas("tenant_%")).containsExactly("tenant_A", "tenant_b", "tenantsx");
    assertThat(schemas("nobody%")).isEmpty();
    assertThat(schemas("%"))
        .as("none of PostgreSQL's or Lockstep's")
        .containsExactly("other", "public", "tenant_A", "tenant_b", "tenantsx");
  }

  @Test
  void an_extension_s_schema_is_no_tenant() {
    own.jdbc().sql("create schema tenant_x").update();
    own.jdbc().sql("create extension hstore").update();
    own.jdbc().sql("alter extension hstore add schema tenant_x").update();
    assertThat(schemas("tenant%")).isEmpty();
  }

  @Test
  void a_pattern_that_is_none_or_finds_a_name_that_no_tenant_can_have_is_refused() {
    own.jdbc().sql("create schema \"tenant x\"").update();
    assertThat(problem(ExitCode.USAGE, () -> schemas("tenant\\")).text()).contains("LIKE");
    assertThat(problem(ExitCode.USAGE, () -> schemas("tenant%")).text())
        .contains("the name \"tenant x\" can't be one")
        .contains(
            "the schemas that match \"tenant%\"", "a pattern that does not match it, or a list");
  }

  @Test
  void
      all_schemas_whose_names_no_tenant_can_have_are_named_at_once_with_a_list_that_leaves_them_out() {
    for (String schema : List.of("tenant x", "tenant_a", "tenant_é", "_tenant")) {
      own.jdbc().sql("create schema \"" + schema + "\"").update();
    }
    assertThat(problem(ExitCode.USAGE, () -> schemas("%tenant%")).text())
        .contains("the names \"_tenant\", \"tenant x\", \"tenant_é\" can't be one of a tenant")
        .contains("--tenants-query", "leaves it out");
    assertThat(
            query(
                    "select nspname as name, nspname as schema from pg_namespace where nspname ~ '^tenant_[a-z0-9_]+$'")
                .all())
        .extracting(Tenant::name)
        .containsExactly("tenant_a");
  }

  private List<String> schemas(String pattern) {
    TenantList list =
        new TenantSchemas(pattern)
            .read(new Connector(own.settings(), new ProcessClock(), Duration.ZERO));
    assertThat(list.all()).allMatch(tenant -> tenant.schema().equals(Optional.of(tenant.name())));
    return list.all().stream().map(Tenant::name).toList();
  }

  private static Tenant onPort(int port) {
    return new Tenant(
        "b",
        Optional.empty(),
        Optional.of(port),
        Optional.of("y"),
        Optional.empty(),
        Optional.of("b"),
        Optional.empty(),
        Optional.of("/secrets/tenants/b"),
        Optional.empty());
  }

  private TenantList query(String sql) {
    return new TenantQuery(sql)
        .read(new Connector(own.settings(), new ProcessClock(), Duration.ZERO));
  }

  private String refusal(Tenant... tenants) {
    return problem(ExitCode.USAGE, () -> TenantList.of(own.settings(), List.of(tenants))).text();
  }
}
