package io.lockstep.functions;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.audit.RunLogReader;
import io.lockstep.functions.page.Older;
import io.lockstep.functions.page.Page;
import io.lockstep.functions.snapshot.Deployment;
import io.lockstep.functions.snapshot.ReadOnlyDatabase;
import io.lockstep.functions.snapshot.Reasons;
import io.lockstep.functions.snapshot.Snapshot;
import io.lockstep.functions.snapshot.Snapshots;
import io.lockstep.functions.tenants.TenantStates;
import io.lockstep.functions.tenants.Tenants;
import io.lockstep.listing.Listing;
import io.lockstep.plan.PlanOptions;
import io.lockstep.plan.PlanReader;
import io.lockstep.plan.PlanReport;
import io.lockstep.targets.Target;
import java.util.List;
import java.util.Optional;

/** What the functions do, apart from how they are called. None of it can write. */
final class ReadFunctions {
  private static final int MOST_TARGETS = 20;

  private final ReadOnlyDatabase database;
  private final Snapshots snapshots;
  private final Optional<Tenants> tenants;
  private final Deployment deployment;
  private final PlanReader plans;
  private final Page page;

  ReadFunctions(
      ReadOnlyDatabase database,
      Snapshots snapshots,
      Optional<Tenants> tenants,
      Deployment deployment,
      PlanReader plans,
      Page page) {
    this.database = database;
    this.snapshots = snapshots;
    this.tenants = tenants;
    this.deployment = deployment;
    this.plans = plans;
    this.page = page;
  }

  /** The list of one app or of all. */
  MigrationsReport migrations(MigrationsQuery query) {
    Snapshot now = snapshots.now();
    List<Listing.AppListing> apps =
        query.app() == null ? now.listing().apps() : List.of(app(now, query.app()));
    return MigrationsReport.of(apps, now, deployment);
  }

  private static Listing.AppListing app(Snapshot now, String name) {
    return now.listing().apps().stream()
        .filter(app -> app.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new LockstepException(
                    ExitCode.USAGE,
                    "the migrations of app " + name,
                    "there is no such app, neither in this image nor in the database",
                    "GET /migrations lists the apps there are."));
  }

  /** What a run to these targets would do now. */
  PlanReport plan(PlanQuery query) {
    if (query.targets().isEmpty() || query.targets().size() > MOST_TARGETS) {
      throw new LockstepException(
          ExitCode.USAGE,
          "a plan",
          "it takes from 1 to " + MOST_TARGETS + " targets, not " + query.targets().size(),
          "Ask like this: /plan?target=main+latest");
    }
    List<Target> targets = Target.parseAll(query.targets());
    return PlanReport.of(database.read(jdbc -> plans.read(jdbc, targets, PlanOptions.STRICT)));
  }

  /** The audit, newest first. */
  RunsReport runs(RunsQuery query) {
    if (query.rows() < 1 || query.rows() > RunsQuery.MOST) {
      throw new LockstepException(
          ExitCode.USAGE,
          "limit=" + query.rows(),
          "it goes from 1 to " + RunsQuery.MOST,
          "Ask for fewer runs.");
    }
    return new RunsReport(
        database.read(jdbc -> new RunLogReader(jdbc).newest(query.rows())).stream()
            .map(Reasons::withoutPlaces)
            .toList());
  }

  /** Whether there are databases beside the own one. */
  boolean hasTenants() {
    return tenants.isPresent();
  }

  /** Where those are. */
  TenantStates tenants(TenantsQuery query) {
    return tenants.orElseThrow().now();
  }

  /** The list as HTML. */
  String page(PageQuery query) {
    Optional<Older> older = query.older();
    Snapshot now = snapshots.now();
    older.ifPresent(part -> app(now, part.app()));
    return page.render(now, tenants.map(Tenants::now), deployment, older);
  }
}
