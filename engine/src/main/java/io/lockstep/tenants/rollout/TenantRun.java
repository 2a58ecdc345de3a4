package io.lockstep.tenants.rollout;

import io.lockstep.CancellableClock;
import io.lockstep.LockstepException;
import io.lockstep.LogContext;
import io.lockstep.database.Settings;
import io.lockstep.run.DatabaseRuns;
import io.lockstep.run.report.MigrateRequest;
import io.lockstep.run.report.RunEvent;
import io.lockstep.run.report.RunListener;
import io.lockstep.run.report.RunReport;
import io.lockstep.tenants.Tenant;
import io.lockstep.tenants.rollout.TenantReport.AppChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The migration of one tenant. A failure goes to its report. */
final class TenantRun {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.tenants");

  private final Tenant tenant;
  private final Settings settings;
  private final MigrateRequest request;
  private final RunListener listener;
  private final CancellableClock clock;
  private final List<AppChange> begun = new ArrayList<>();
  private Duration took = Duration.ZERO;

  TenantRun(
      Tenant tenant,
      Settings settings,
      MigrateRequest request,
      RunListener listener,
      CancellableClock clock) {
    this.tenant = tenant;
    this.settings = settings;
    this.request = of(tenant, request.with(request.options().forTenant()));
    this.listener = listener;
    this.clock = clock;
  }

  /** Reports the tenant if it has nothing to do, or if its database can't be reached. */
  Optional<TenantReport> glance(DatabaseRuns runs) {
    log.info(
        "{}: {}{}",
        tenant,
        settings,
        tenant.schema().map(schema -> ", schema " + schema).orElse(""));
    try {
      return timed(() -> runs.glance(settings.schema(), request, this::on)).map(this::ended);
    } catch (RuntimeException e) {
      return Optional.of(failed(e));
    }
  }

  /** Only a schema that a tenant names has turns of its own, and must exist. */
  private static MigrateRequest of(Tenant tenant, MigrateRequest request) {
    return tenant
        .schema()
        .map(request::forTenantIn)
        .orElseGet(() -> request.with(request.options().creatingSchema(true)));
  }

  /** Migrates it. */
  TenantReport migrate(DatabaseRuns runs) {
    try {
      return ended(timed(() -> runs.migrate(settings.schema(), request, this::on)));
    } catch (RuntimeException e) {
      return failed(e);
    }
  }

  private <T> T timed(Supplier<T> work) {
    Duration start = clock.elapsed();
    try {
      return LogContext.ofTenant(tenant.name(), work);
    } finally {
      took = took.plus(clock.elapsed().minus(start));
    }
  }

  private TenantReport ended(RunReport report) {
    return TenantReport.ended(tenant, report.result(), List.copyOf(begun), took);
  }

  /** The report of a failure. */
  TenantReport failed(RuntimeException e) {
    log.debug("{}: the cause", tenant, e);
    LockstepException problem = LockstepException.of(tenant.toString(), e);
    return TenantReport.failed(tenant, problem, List.copyOf(begun), took);
  }

  /** After a lost connection a target begins once more, with what is left of it. */
  private void begin(AppChange change) {
    if (begun.isEmpty() || !begun.get(begun.size() - 1).isContinuedBy(change)) {
      begun.add(change);
    }
  }

  private void on(RunEvent event) {
    if (event instanceof RunEvent.TargetBegan target) {
      begin(new AppChange(target.app(), target.from(), target.to()));
    }
    listener.on(event);
  }
}
