package io.lockstep.tenants.rollout;

import io.lockstep.CancellableClock;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.LogContext;
import io.lockstep.catalog.Catalog;
import io.lockstep.database.Connector;
import io.lockstep.run.Lockstep;
import io.lockstep.targets.Target;
import io.lockstep.tenants.Tenant;
import io.lockstep.tenants.TenantList;
import io.lockstep.tenants.TenantSchemaNames;
import io.lockstep.verify.VerifyReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The entry point for verifying tenants: compares many databases with one schema, several at once,
 * with their histories.
 */
public final class TenantsVerifier {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.tenants");

  private final Connector own;
  private final Function<Connector, TenantList> source;
  private final Catalog catalog;
  private final CancellableClock clock;
  private final Consumer<TenantVerification> each;
  private final Parallelism parallelism;

  /**
   * @param own the connector to the database whose settings are the tenants' defaults
   * @param source reads the list of tenants
   * @param each receives the result of each tenant as soon as it is there, one at a time
   * @param parallel how many databases are looked at at once; if empty, it depends on the cores and
   *     on what the server allows
   */
  public TenantsVerifier(
      Connector own,
      Function<Connector, TenantList> source,
      Catalog catalog,
      CancellableClock clock,
      Consumer<TenantVerification> each,
      Optional<Integer> parallel) {
    this.own = own;
    this.source = source;
    this.catalog = catalog;
    this.clock = clock;
    this.each = each;
    this.parallelism = new Parallelism(own, clock, parallel);
  }

  /**
   * Verifies the tenants. If one can't be verified, the report says so, and the others go on.
   *
   * @param targets the targets that each must have reached; if empty, none is checked
   * @param record true if each tenant's database must store the result
   * @throws LockstepException {@link ExitCode#USAGE}; {@link ExitCode#UNREACHABLE} if the list
   *     can't be read; {@link ExitCode#TERMINATED} if the process is asked to end before all are
   *     verified
   */
  public TenantsVerification run(List<String> targets, boolean record) {
    Target.parseAll(targets);
    List<Tenant> tenants = source.apply(own).all();
    TenantRollout.warnIfEmpty(tenants);
    TenantSchemaNames schemas = new TenantSchemaNames(own.settings(), tenants);
    clock.checkpoint();
    Map<String, TenantVerification> found = new ConcurrentHashMap<>();
    new Lanes(own.settings(), tenants, parallelism.of(tenants))
        .each(lane -> verify(lane, schemas.beside(lane.get(0)), targets, record, found));
    if (found.size() < tenants.size()) {
      clock.checkpoint();
    }
    return new TenantsVerification(
        tenants.stream().flatMap(t -> Stream.ofNullable(found.get(t.name()))).toList());
  }

  private void verify(
      List<Tenant> lane,
      Set<String> schemas,
      List<String> targets,
      boolean record,
      Map<String, TenantVerification> found) {
    Connector connector = own;
    for (Tenant tenant : lane) {
      if (clock.isEnding()) {
        return;
      }
      Connector now = connector;
      TenantVerification one =
          LogContext.ofTenant(tenant.name(), () -> verify(now, tenant, schemas, targets, record));
      found.put(tenant.name(), one);
      if (one.exitCode() == ExitCode.UNREACHABLE.code()) {
        connector = own.withoutWait(); // it was waited for once
      }
      synchronized (each) {
        each.accept(one);
      }
    }
  }

  private TenantVerification verify(
      Connector connector,
      Tenant tenant,
      Set<String> schemas,
      List<String> targets,
      boolean record) {
    try {
      Lockstep lockstep =
          new Lockstep(connector.to(tenant.settings(own.settings())), catalog, clock);
      VerifyReport found =
          record ? lockstep.verifyAndRecord(targets, schemas) : lockstep.verify(targets, schemas);
      return TenantVerification.found(tenant, found);
    } catch (RuntimeException e) {
      log.debug("{}: the cause", tenant, e);
      return TenantVerification.failed(tenant, LockstepException.of(tenant.toString(), e));
    }
  }
}
