package io.lockstep.functions.handler;

import io.lockstep.functions.handler.query.MigrationsQuery;
import io.lockstep.functions.http.FunctionHandler;
import io.lockstep.functions.http.HttpQuery;
import io.lockstep.functions.snapshot.DeployedSnapshot;
import io.lockstep.functions.snapshot.Deployment;
import io.lockstep.functions.snapshot.Snapshot;
import io.lockstep.functions.snapshot.Snapshots;
import io.lockstep.listing.Listing;
import java.util.List;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/** {@code /migrations} and {@code /migrations/APP}: the list of all apps or of one. */
public final class MigrationsHandler extends FunctionHandler<MigrationsQuery, MigrationsReport> {
  private final Snapshots snapshots;
  private final Deployment deployment;

  /** Reads from these. */
  public MigrationsHandler(Snapshots snapshots, Deployment deployment) {
    super(
        "migrations",
        MediaType.APPLICATION_JSON,
        MigrationsQuery.class,
        MigrationsReport.class,
        HttpStatus.NOT_FOUND);
    this.snapshots = snapshots;
    this.deployment = deployment;
  }

  @Override
  protected MigrationsQuery query(HttpQuery query) {
    return new MigrationsQuery(query.allow(true, Set.of()).argument().orElse(null));
  }

  @Override
  public MigrationsReport apply(MigrationsQuery query) {
    DeployedSnapshot deployed = snapshots.now(deployment);
    Snapshot now = deployed.state();
    List<Listing.AppListing> apps =
        query.app() == null ? now.listing().apps() : List.of(now.app(query.app()));
    return MigrationsReport.of(apps, now, deployed.deployment());
  }
}
