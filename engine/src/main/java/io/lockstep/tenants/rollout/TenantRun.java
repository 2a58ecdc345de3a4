package io.lockstep.tenants.rollout;

import io.lockstep.CancellableClock;
import io.lockstep.LockstepException;
import io.lockstep.LogContext;
import io.lockstep.catalog.Catalog;
import io.lockstep.database.Connector;
import io.lockstep.database.Settings;
import io.lockstep.run.Lockstep;
import io.lockstep.run.report.MigrateRequest;
import io.lockstep.run.report.RunEvent;
import io.lockstep.run.report.RunListener;
import io.lockstep.run.report.RunReport;
import io.lockstep.tenants.Tenant;
import io.lockstep.tenants.rollout.TenantReport.AppChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Migrates one tenant. A failure goes to its report, and does not affect the other tenants. */
final class TenantRun {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.tenants");

  private final Connector own;
  private final Catalog catalog;
  private final CancellableClock clock;
  private final RunListener listener;

  /**
   * @param own the defaults of each tenant
   */
  TenantRun(Connector own, Catalog catalog, CancellableClock clock, RunListener listener) {
    this.own = own;
    this.catalog = catalog;
    this.clock = clock;
    this.listener = listener;
  }

  TenantReport migrate(Tenant tenant, MigrateRequest request) {
    Duration start = clock.elapsed();
    List<AppChange> begun = new ArrayList<>();
    try {
      Settings settings = tenant.settings(own.settings());
      log.info("{}: {}", tenant, settings);
      RunReport report =
          LogContext.ofTenant(
              tenant.name(),
              () ->
                  new Lockstep(own.to(settings), catalog, clock, event -> on(event, begun))
                      .migrateIfNeeded(request));
      return TenantReport.ended(tenant, report.result(), List.copyOf(begun), since(start));
    } catch (RuntimeException e) {
      log.debug("{}: the cause", tenant, e);
      LockstepException problem = LockstepException.of(tenant.toString(), e);
      return TenantReport.failed(tenant, problem, List.copyOf(begun), since(start));
    }
  }

  private void on(RunEvent event, List<AppChange> begun) {
    if (event instanceof RunEvent.TargetBegan target) {
      begun.add(new AppChange(target.app(), target.from(), target.to()));
    }
    listener.on(event);
  }

  private Duration since(Duration start) {
    return clock.elapsed().minus(start);
  }
}
