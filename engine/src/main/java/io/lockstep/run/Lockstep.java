package io.lockstep.run;

import io.lockstep.Exit;
import io.lockstep.Pace;
import io.lockstep.Problem;
import io.lockstep.catalog.Catalog;
import io.lockstep.database.Connector;
import io.lockstep.database.Session;
import io.lockstep.history.StateReader;
import io.lockstep.listing.Listing;
import io.lockstep.plan.Plan;
import io.lockstep.plan.PlanOptions;
import io.lockstep.plan.PlanReader;
import io.lockstep.rollout.Arrival;
import io.lockstep.targets.Target;
import java.util.List;

/** The way in: plan, list and migrate one database with one catalog. */
public final class Lockstep {
  private final Connector connector;
  private final Catalog catalog;
  private final Pace pace;
  private final Arrival arrival;

  /**
   * @param connector to the database
   * @param catalog the migrations on disk
   */
  public Lockstep(Connector connector, Catalog catalog, Pace pace) {
    this.connector = connector;
    this.catalog = catalog;
    this.pace = pace;
    this.arrival = new Arrival(pace);
  }

  /**
   * What {@link #migrate} would do. Takes no lock and writes nothing.
   *
   * @throws Problem {@link Exit#USAGE}, {@link Exit#REFUSED} or {@link Exit#UNREACHABLE}
   */
  public List<Plan> plan(List<String> targets, PlanOptions options) {
    List<Target> parsed = targets.stream().map(Target::parse).toList();
    try (Session session = connector.open("lockstep plan")) {
      return plan(session, parsed, options);
    }
  }

  private List<Plan> plan(Session session, List<Target> targets, PlanOptions options) {
    return new PlanReader(catalog, connector.settings().schema())
        .read(session.jdbc(), targets, options);
  }

  /**
   * Every app and migration with its state. Takes no lock and writes nothing.
   *
   * @throws Problem {@link Exit#UNREACHABLE}
   */
  public Listing list() {
    try (Session session = connector.open("lockstep list")) {
      return Listing.of(
          catalog, new StateReader(session.jdbc(), connector.settings().schema()).read(catalog));
    }
  }

  /**
   * Brings the database to the targets, in their order, under the lock. Can be called again at any
   * moment, and ends in the same state (rule 7).
   *
   * @throws Problem with the exit code that says how it ended
   */
  public RunReport migrate(MigrateRequest request) {
    return new Run(connector, pace, arrival, request, this::plan).execute();
  }

  /** Plans with the sessions of a run. */
  interface Planning {
    List<Plan> plan(Session session, List<Target> targets, PlanOptions options);
  }
}
