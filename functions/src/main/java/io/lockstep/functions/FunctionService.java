package io.lockstep.functions;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.lockstep.audit.RunEntry;
import io.lockstep.catalog.Catalog;
import io.lockstep.database.Settings;
import io.lockstep.functions.handler.LivezHandler;
import io.lockstep.functions.handler.MetricsHandler;
import io.lockstep.functions.handler.MigrationsHandler;
import io.lockstep.functions.handler.PageHandler;
import io.lockstep.functions.handler.PlanHandler;
import io.lockstep.functions.handler.ReadyzHandler;
import io.lockstep.functions.handler.RunsHandler;
import io.lockstep.functions.handler.TenantsHandler;
import io.lockstep.functions.handler.timeline.TimelineHandler;
import io.lockstep.functions.http.FunctionHandler;
import io.lockstep.functions.http.FunctionServer;
import io.lockstep.functions.http.ProbeHandler;
import io.lockstep.functions.http.Router;
import io.lockstep.functions.metrics.Metrics;
import io.lockstep.functions.page.Page;
import io.lockstep.functions.snapshot.Deployment;
import io.lockstep.functions.snapshot.ReadOnlyDatabase;
import io.lockstep.functions.snapshot.Snapshots;
import io.lockstep.functions.tenants.Tenants;
import io.lockstep.listing.MigrationListing;
import io.lockstep.plan.check.DatabasePlanner;
import io.lockstep.program.json.InstantSerializer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The functions, served over HTTP until it is closed. */
public final class FunctionService implements AutoCloseable {
  /**
   * The database users who ran or applied something are in lockstep.run and the history table, for
   * those who may connect.
   */
  @JsonIgnoreProperties({"databaseUser", "installedBy"})
  private interface WithoutUser {}

  private final ReadOnlyDatabase database;
  private final Optional<Tenants> tenants;
  private final FunctionServer server;

  private FunctionService(
      ReadOnlyDatabase database, Optional<Tenants> tenants, FunctionServer server) {
    this.database = database;
    this.tenants = tenants;
    this.server = server;
  }

  /**
   * Starts. The database is not needed for that: while it is away the functions say so.
   *
   * @param settings of the role that reads
   * @throws IOException if the port is taken
   */
  public static FunctionService start(
      InetSocketAddress address, Settings settings, Catalog catalog, Deployment deployment)
      throws IOException {
    return start(address, settings, catalog, deployment, ServeOptions.NONE);
  }

  /**
   * Starts, with these options.
   *
   * @throws IOException if the port is taken
   */
  static FunctionService start(
      InetSocketAddress address,
      Settings settings,
      Catalog catalog,
      Deployment deployment,
      ServeOptions options)
      throws IOException {
    ReadOnlyDatabase database = new ReadOnlyDatabase(settings);
    Snapshots snapshots = new Snapshots(database, catalog, settings.schema());
    Optional<Tenants> tenants =
        options
            .tenants()
            .map(source -> new Tenants(source, database, catalog, deployment.targets()));
    Page page = new Page();
    MigrationsHandler migrations = new MigrationsHandler(snapshots, deployment);
    RunsHandler runs = new RunsHandler(database);
    PageHandler html = new PageHandler(snapshots, tenants, deployment, page);
    TimelineHandler timeline = new TimelineHandler(database, settings.schema(), deployment, page);
    List<FunctionHandler<?, ?>> functions = new ArrayList<>();
    functions.add(migrations);
    functions.add(new PlanHandler(database, new DatabasePlanner(catalog, settings.schema())));
    functions.add(runs);
    functions.add(html);
    functions.add(timeline);
    tenants.ifPresent(some -> functions.add(new TenantsHandler(some)));
    if (options.metrics()) {
      // Only here, so that no class of it is loaded where it is off.
      functions.add(new MetricsHandler(new Metrics(snapshots, tenants.map(some -> some::now))));
    }
    List<ProbeHandler> probes =
        List.of(
            new LivezHandler(),
            new ReadyzHandler(
                database,
                snapshots,
                catalog,
                tenants.isPresent() ? deployment.withoutTargets() : deployment));
    JsonMapper json =
        JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .addModule(InstantSerializer.module())
            .addMixIn(RunEntry.class, WithoutUser.class)
            .addMixIn(MigrationListing.class, WithoutUser.class)
            .build();
    Router router =
        new Router(
            RegisteredFunctions.of(functions, json),
            functions,
            Map.of("", List.of(html, migrations), "runs", List.of(runs, timeline)),
            probes,
            options.logins(),
            json);
    try {
      return new FunctionService(
          database, tenants, FunctionServer.start(address, router, page.contentSecurityPolicy()));
    } catch (IOException e) {
      close(database, tenants);
      throw e;
    }
  }

  /** Where it listens. */
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.close();
    close(database, tenants);
  }

  private static void close(ReadOnlyDatabase database, Optional<Tenants> tenants) {
    tenants.ifPresent(Tenants::close);
    database.close();
  }
}
