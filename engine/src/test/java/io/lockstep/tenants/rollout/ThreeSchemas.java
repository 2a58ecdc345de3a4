package io.lockstep.tenants.rollout;

import static io.lockstep.tenants.rollout.Tenancy.inSchema;
import static io.lockstep.tenants.rollout.Tenancy.request;

import io.lockstep.ProcessClock;
import io.lockstep.TestDatabase;
import io.lockstep.tenants.Tenant;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A database with three schemas, each a tenant. */
abstract class ThreeSchemas {
  @TempDir Path db;
  final ProcessClock clock = new ProcessClock(() -> Duration.ZERO);
  Tenancy tenancy;
  TestDatabase database;
  List<Tenant> tenants;

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

  TenantsReport run(TenantsRequest request) {
    return tenancy.rollout(clock, tenants).run(request);
  }

  List<String> tables(String schema) {
    return database
        .jdbc()
        .sql("select tablename from pg_tables where schemaname = :schema order by 1")
        .param("schema", schema)
        .query(String.class)
        .list();
  }

  static List<String> results(TenantsReport report) {
    return report.tenants().stream().map(tenant -> tenant.result().toString()).toList();
  }
}
