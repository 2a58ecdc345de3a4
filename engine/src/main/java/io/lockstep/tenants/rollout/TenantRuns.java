package io.lockstep.tenants.rollout;

import io.lockstep.CancellableClock;
import io.lockstep.LockstepException;
import io.lockstep.catalog.Catalog;
import io.lockstep.database.Connector;
import io.lockstep.database.Settings;
import io.lockstep.run.DatabaseRuns;
import io.lockstep.run.report.MigrateRequest;
import io.lockstep.run.report.RunListener;
import io.lockstep.tenants.Tenant;
import io.lockstep.tenants.TenantSchemaNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Migrates the tenants of one database. First it looks which of them have anything to do; these are
 * then done under one lock. A failure of one does not affect the others.
 */
final class TenantRuns {
  private final Connector own;
  private final Catalog catalog;
  private final CancellableClock clock;
  private final RunListener listener;

  /**
   * @param own the defaults of each tenant
   */
  TenantRuns(Connector own, Catalog catalog, CancellableClock clock, RunListener listener) {
    this.own = own;
    this.catalog = catalog;
    this.clock = clock;
    this.listener = listener;
  }

  /**
   * Migrates them, one after the other.
   *
   * @param lane of one database
   * @param schemas of all tenants, also of those that are not in a lane
   * @param each receives the report of each tenant that was begun, when it ends
   * @param ending true once no further tenant is to be begun
   */
  void migrate(
      List<Tenant> lane,
      TenantSchemaNames schemas,
      MigrateRequest request,
      Consumer<TenantReport> each,
      BooleanSupplier ending) {
    Connector connector = own;
    for (List<Tenant> tenants : Lanes.bySession(lane)) {
      Settings login;
      try {
        login = tenants.get(0).settings(own.settings());
      } catch (LockstepException e) { // the file of their password can't be read
        tenants.forEach(tenant -> each.accept(run(tenant, own.settings(), request).failed(e)));
        continue;
      }
      try (DatabaseRuns runs =
          new DatabaseRuns(connector.to(login), catalog, clock, schemas.beside(tenants.get(0)))) {
        List<TenantRun> left = new ArrayList<>();
        for (Tenant tenant : tenants) {
          if (!ending.getAsBoolean()) {
            TenantRun run = run(tenant, login, request);
            Optional<TenantReport> seen = run.glance(runs);
            if (seen.isPresent()) {
              each.accept(seen.get());
            } else if (runs.mustSetReader(request)) {
              each.accept(run.migrate(runs));
              runs.release();
            } else {
              left.add(run);
            }
          }
        }
        for (TenantRun run : left) {
          if (!ending.getAsBoolean()) {
            each.accept(run.migrate(runs));
          }
        }
        if (runs.isUnreachable()) { // it was waited for once
          connector = own.withoutWait();
        }
      }
    }
  }

  private TenantRun run(Tenant tenant, Settings login, MigrateRequest request) {
    String schema = tenant.schema().orElse(own.settings().schema());
    return new TenantRun(tenant, login.withSchema(schema), request, listener, clock);
  }
}
