package io.lockstep.tenants.rollout;

import io.lockstep.CancellableClock;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Connector;
import io.lockstep.rollout.Rollout;
import io.lockstep.rollout.RolloutContext;
import io.lockstep.rollout.Turn;
import io.lockstep.run.report.MigrateRequest;
import io.lockstep.run.report.RunListener;
import io.lockstep.tenants.Tenant;
import io.lockstep.tenants.TenantList;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A few tenants on the embedded server, each by the name of its place: a, b, c and so on. */
final class Tenancy {
  final TestDatabase own;
  final Map<String, TestDatabase> databases = new LinkedHashMap<>();
  final MigrationFolder folder;

  Tenancy(Path db, String... names) {
    this(db, TestDatabase.create(), names);
  }

  /** Tenants whose defaults are those of this database. */
  Tenancy(Path db, TestDatabase own, String... names) {
    this.own = own;
    this.folder = new MigrationFolder(db).threeTables();
    for (String name : names) {
      databases.put(name, TestDatabase.create());
    }
  }

  static Tenant tenant(String name, String database) {
    return tenant(name, database, Optional.empty());
  }

  static Tenant inSchema(String name, String database, String schema) {
    return tenant(name, database, Optional.of(schema));
  }

  private static Tenant tenant(String name, String database, Optional<String> schema) {
    return new Tenant(
        name,
        Optional.empty(),
        Optional.empty(),
        Optional.of(database),
        schema,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** One whose server nobody answers for. */
  static Tenant away(String name) {
    return new Tenant(
        name,
        Optional.empty(),
        Optional.of(1),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  List<Tenant> tenants() {
    return databases.entrySet().stream()
        .map(entry -> tenant(entry.getKey(), entry.getValue().name()))
        .toList();
  }

  TenantRollout rollout(CancellableClock clock) {
    return rollout(clock, tenants());
  }

  /** With one tenant after the other, so that tests can tell what comes next. */
  TenantRollout rollout(CancellableClock clock, List<Tenant> listed) {
    return rollout(clock, listed, RunListener.NONE, 1);
  }

  TenantRollout rollout(
      CancellableClock clock, List<Tenant> listed, RunListener listener, int parallel) {
    return new TenantRollout(
        new Connector(own.settings(), clock, Duration.ZERO),
        connector -> TenantList.of(connector.settings(), listed),
        CatalogReader.read(folder.path()),
        clock,
        listener,
        Optional.of(parallel));
  }

  TenantsVerifier verifier(
      CancellableClock clock, List<Tenant> listed, Consumer<TenantVerification> each) {
    return verifier(clock, listed, each, 1);
  }

  TenantsVerifier verifier(
      CancellableClock clock,
      List<Tenant> listed,
      Consumer<TenantVerification> each,
      int parallel) {
    return new TenantsVerifier(
        new Connector(own.settings(), clock, Duration.ZERO),
        connector -> TenantList.of(connector.settings(), listed),
        CatalogReader.read(folder.path()),
        clock,
        each,
        Optional.of(parallel));
  }

  /** Where a tenant's app main is. */
  String at(String name) {
    return databases.get(name).lockstep(folder.path()).list().apps().get(0).current();
  }

  /** Makes the second migration fail there, and nowhere else. */
  void spoil(String name) {
    databases.get(name).jdbc().sql("create type b as enum ()").update();
  }

  void fix(String name) {
    databases.get(name).jdbc().sql("drop type b").update();
  }

  static TenantsRequest request(RolloutStage wave, Optional<Shard> share, String... canaries) {
    return new TenantsRequest(
        MigrateRequest.of(List.of("main latest")), Set.of(canaries), wave, share);
  }

  /** As a pod of this generation's Job. */
  static TenantsRequest ofGeneration(String generation, RolloutStage wave, String... canaries) {
    return ofTurn(new Turn(1, 1), generation, wave, canaries);
  }

  /** The same of this turn, of which the last is that of the contract steps. */
  static TenantsRequest ofTurn(
      Turn turn, String generation, RolloutStage wave, String... canaries) {
    MigrateRequest plain = MigrateRequest.of(List.of("main latest"));
    RolloutContext rolloutContext =
        new RolloutContext(
            new Rollout.Generation("shop/r", generation),
            Optional.of(turn),
            Optional.of(generation + "-" + turn.number() + wave),
            Optional.of(generation));
    return new TenantsRequest(
        new MigrateRequest(
            plain.targets(),
            plain.options(),
            Optional.of(rolloutContext),
            plain.reader(),
            plain.lockWait(),
            plain.lease(),
            plain.retries()),
        Set.of(canaries),
        wave,
        Optional.empty());
  }
}
