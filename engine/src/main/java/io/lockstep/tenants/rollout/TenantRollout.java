package io.lockstep.tenants.rollout;

import io.lockstep.CancellableClock;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.LogContext;
import io.lockstep.catalog.Catalog;
import io.lockstep.database.Connector;
import io.lockstep.rollout.RolloutContext;
import io.lockstep.run.report.RunListener;
import io.lockstep.targets.Target;
import io.lockstep.tenants.Tenant;
import io.lockstep.tenants.TenantList;
import io.lockstep.tenants.TenantSchemaNames;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The entry point for migrating tenants: brings many databases with one schema to the same targets,
 * several at once, the canaries first. Each has its own lock and history, so several processes can
 * share them, and a later process skips what is done.
 */
public final class TenantRollout {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.tenants");

  private final Connector own;
  private final Function<Connector, TenantList> source;
  private final CancellableClock clock;
  private final TenantRuns runs;
  private final Parallelism parallelism;

  /**
   * @param own the connector to the database whose settings are the tenants' defaults
   * @param source reads the list of tenants
   * @param listener receives the events of their runs, those of each on one thread
   * @param parallel how many databases are worked on at once; if empty, it depends on the cores and
   *     on what the server allows
   */
  public TenantRollout(
      Connector own,
      Function<Connector, TenantList> source,
      Catalog catalog,
      CancellableClock clock,
      RunListener listener,
      Optional<Integer> parallel) {
    this.own = own;
    this.source = source;
    this.clock = clock;
    this.runs = new TenantRuns(own, catalog, clock, listener.guarded());
    this.parallelism = new Parallelism(own, clock, parallel);
  }

  /**
   * Migrates the tenants. If one fails, the report says so, and the others of its stage go on.
   *
   * @throws LockstepException {@link ExitCode#USAGE}, {@link ExitCode#UNREACHABLE} if the list
   *     can't be read, {@link ExitCode#CANARY_FAILED} if a canary has failed and this is the rest
   */
  public TenantsReport run(TenantsRequest request) {
    Target.parseAll(request.each().targets());
    Optional<String> movedOn = request.each().rolloutContext().flatMap(RolloutContext::movedOn);
    if (movedOn.isPresent()) {
      log.info("superseded: {}; nothing to do", movedOn.get());
      return TenantsReport.NOTHING;
    }
    TenantList list = source.apply(own);
    TenantSchemaNames schemas = new TenantSchemaNames(own.settings(), list.all());
    warnIfEmpty(list.all());
    List<Tenant> canaries = list.named(request.canaries());
    List<Tenant> rest = list.without(request.canaries());
    TenantsReport report =
        switch (request.wave()) {
          case CANARY -> each(mine(request, canaries), schemas, request);
          case REST -> rest(mine(request, rest), canaries, schemas, request);
          case ALL -> all(canaries, rest, schemas, request);
        };
    log.info("{}", report.line());
    return report;
  }

  /** A pattern or a query that is mistyped would else look like a success. */
  static void warnIfEmpty(List<Tenant> all) {
    if (all.isEmpty()) {
      log.warn(
          "there are no tenants: the list is empty, or the query or the pattern finds none, so nothing is done");
    }
  }

  private static void say(TenantReport tenant) {
    if (tenant.good()) {
      log.info("{}", tenant.line());
    } else {
      log.error("{}", tenant.line());
      LogContext.ofTenant(
          tenant.tenant(),
          () -> {
            tenant.wayOut().forEach(log::error);
            return tenant;
          });
    }
  }

  private static List<Tenant> mine(TenantsRequest request, List<Tenant> wave) {
    return request.share().map(share -> share.of(wave)).orElse(wave);
  }

  private TenantsReport all(
      List<Tenant> canaries, List<Tenant> rest, TenantSchemaNames schemas, TenantsRequest request) {
    if (request.share().isPresent() && !canaries.isEmpty()) {
      throw new LockstepException(
          ExitCode.USAGE,
          "a share of all tenants",
          "the canaries of other shares are not waited for",
          "Give --wave canary to some processes and --wave rest to others.");
    }
    TenantsReport first = each(canaries, schemas, request);
    if (first.isSuperseded()) {
      log.info("superseded: a newer rollout has a canary's database; the others are left to it");
      return first.and(notBegun(rest));
    }
    return first.isGood()
        ? first.and(each(mine(request, rest), schemas, request))
        : first.and(notBegun(rest));
  }

  private TenantsReport rest(
      List<Tenant> share,
      List<Tenant> canaries,
      TenantSchemaNames schemas,
      TenantsRequest request) {
    if (canaries.isEmpty() || share.isEmpty()) {
      return each(share, schemas, request);
    }
    RolloutContext rolloutContext =
        request
            .each()
            .rolloutContext()
            .orElseThrow(
                () ->
                    new LockstepException(
                        ExitCode.USAGE,
                        "--wave rest",
                        "nothing says which rollout's canaries to wait for",
                        "Give --rollout NAME@ID, or leave out --wave."));
    if (!new CanaryWait(own, clock, rolloutContext, request.each().targets()).await(canaries)) {
      log.info(
          "superseded: a newer rollout than {} has run; nothing was done",
          rolloutContext.rollout());
      return TenantsReport.NOTHING;
    }
    return each(share, schemas, request);
  }

  private TenantsReport each(
      List<Tenant> tenants, TenantSchemaNames schemas, TenantsRequest request) {
    Map<String, TenantReport> reports = new ConcurrentHashMap<>();
    AtomicBoolean ending = new AtomicBoolean();
    new Lanes(own.settings(), tenants, parallelism.of(tenants))
        .each(
            lane ->
                runs.migrate(
                    lane,
                    schemas,
                    request.each(),
                    report -> {
                      reports.put(report.tenant(), report);
                      say(report);
                      if (report.exitCode() == ExitCode.TERMINATED.code()) {
                        ending.set(true);
                      }
                    },
                    ending::get));
    return new TenantsReport(
        tenants.stream().flatMap(t -> Stream.ofNullable(reports.get(t.name()))).toList(),
        tenants.stream().map(Tenant::name).filter(name -> !reports.containsKey(name)).toList());
  }

  private static TenantsReport notBegun(List<Tenant> tenants) {
    return new TenantsReport(List.of(), tenants.stream().map(Tenant::name).toList());
  }
}
