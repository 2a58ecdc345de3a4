package io.lockstep.tenants.rollout;

import io.lockstep.CancellableClock;
import io.lockstep.MigrationFolder;
import io.lockstep.ProcessClock;
import io.lockstep.TestDatabase;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Connector;
import io.lockstep.database.Settings;
import io.lockstep.network.Network;
import io.lockstep.run.report.MigrateRequest;
import io.lockstep.run.report.RunListener;
import io.lockstep.tenants.Tenant;
import io.lockstep.tenants.TenantList;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A database with the schemas a, b and c, each a tenant, and a network on the way to it. */
abstract class SchemasThroughNetwork {
  static final Pattern LOCK = Pattern.compile("select pg_try_advisory_lock\\(");

  final TestDatabase database = TestDatabase.create();
  final ProcessClock clock = new ProcessClock(() -> Duration.ZERO);
  @TempDir Path db;
  Network network;

  @BeforeEach
  void threeSchemas() throws IOException {
    new MigrationFolder(db).threeTables();
    network = Network.to(TestDatabase.port());
    for (String schema : List.of("a", "b", "c")) {
      database.jdbc().sql("create schema " + schema).update();
    }
  }

  @AfterEach
  void end() throws IOException {
    network.close();
  }

  TenantsReport run(RunListener listener, Settings own, MigrateRequest each) {
    return run(listener, new Connector(own, clock, Duration.ZERO), each, clock);
  }

  TenantsReport run(
      RunListener listener, Connector own, MigrateRequest each, CancellableClock clock) {
    List<Tenant> tenants = Stream.of("a", "b", "c").map(SchemasThroughNetwork::schema).toList();
    return new TenantRollout(
            own,
            connector -> TenantList.of(connector.settings(), tenants),
            CatalogReader.read(db),
            clock,
            listener,
            Optional.of(4))
        .run(new TenantsRequest(each, Set.of(), RolloutStage.ALL, Optional.empty()));
  }

  /** It has nothing of its own but the schema. */
  private static Tenant schema(String name) {
    return new Tenant(
        name,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(name),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  long leases() {
    return database.jdbc().sql("select count(*) from lockstep.lease").query(Long.class).single();
  }

  static List<String> results(TenantsReport report) {
    return report.tenants().stream().map(tenant -> tenant.result().toString()).toList();
  }
}
