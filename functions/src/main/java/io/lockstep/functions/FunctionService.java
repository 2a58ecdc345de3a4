package io.lockstep.functions;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.lockstep.audit.RunEntry;
import io.lockstep.catalog.Catalog;
import io.lockstep.database.Settings;
import io.lockstep.functions.http.Endpoint;
import io.lockstep.functions.http.FunctionServer;
import io.lockstep.functions.http.Probe;
import io.lockstep.functions.http.Router;
import io.lockstep.functions.metrics.Metrics;
import io.lockstep.functions.page.Page;
import io.lockstep.functions.ready.Readiness;
import io.lockstep.functions.snapshot.Deployment;
import io.lockstep.functions.snapshot.ReadOnlyDatabase;
import io.lockstep.functions.snapshot.Snapshots;
import io.lockstep.functions.tenants.Tenants;
import io.lockstep.listing.MigrationListing;
import io.lockstep.plan.PlanReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.http.MediaType;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The functions, served over HTTP until it is closed. */
public final class FunctionService implements AutoCloseable {
  private static final MediaType JSON = MediaType.APPLICATION_JSON;
  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;
  private static final int UNPROCESSABLE = 422;

  private static final List<Endpoint> ENDPOINTS =
      List.of(
          new Endpoint(
              "migrations",
              JSON,
              query -> new MigrationsQuery(query.allow(true, Set.of()).argument().orElse(null)),
              MigrationsQuery.class,
              NOT_FOUND),
          new Endpoint(
              "plan",
              JSON,
              query -> new PlanQuery(query.allow(false, Set.of("target")).all("target")),
              PlanQuery.class,
              UNPROCESSABLE),
          new Endpoint(
              "runs",
              JSON,
              query ->
                  new RunsQuery(query.allow(false, Set.of("limit")).number("limit").orElse(null)),
              RunsQuery.class,
              BAD_REQUEST),
          new Endpoint(
              "page",
              new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8),
              query -> {
                query.allow(false, Set.of("app", "before"));
                return new PageQuery(
                    query.one("app").orElse(null), query.one("before").orElse(null));
              },
              PageQuery.class,
              BAD_REQUEST));

  /** Not named by Metrics, so that no class of it is loaded where it is off. */
  private static final Endpoint METRICS =
      new Endpoint(
          "metrics",
          MediaType.parseMediaType("text/plain;version=0.0.4;charset=utf-8"),
          query -> {
            query.allow(false, Set.of());
            return new MetricsQuery();
          },
          MetricsQuery.class,
          BAD_REQUEST);

  /** Only where there are tenants. */
  private static final Endpoint TENANTS =
      new Endpoint(
          "tenants",
          JSON,
          query -> {
            query.allow(false, Set.of());
            return new TenantsQuery();
          },
          TenantsQuery.class,
          BAD_REQUEST);

  /**
   * Which database user ran or applied something is in lockstep.run and the history table, for
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
    return start(address, settings, catalog, deployment, Extras.NONE);
  }

  /**
   * Starts, with what else is wanted.
   *
   * @throws IOException if the port is taken
   */
  static FunctionService start(
      InetSocketAddress address,
      Settings settings,
      Catalog catalog,
      Deployment deployment,
      Extras extras)
      throws IOException {
    ReadOnlyDatabase database = new ReadOnlyDatabase(settings);
    Snapshots snapshots = new Snapshots(database, catalog, settings.schema());
    Page page = new Page();
    Optional<Tenants> tenants =
        extras.tenants().map(source -> new Tenants(source, database, catalog));
    ReadFunctions functions =
        new ReadFunctions(
            database,
            snapshots,
            tenants,
            deployment,
            new PlanReader(catalog, settings.schema()),
            page);
    Map<String, Probe> probes =
        Map.of(
            "/livez",
            () -> new Probe.Result(true, "alive"),
            "/readyz",
            new Readiness(
                database,
                snapshots,
                catalog,
                tenants.isPresent() ? deployment.withoutTargets() : deployment));
    JsonMapper json =
        JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addMixIn(RunEntry.class, WithoutUser.class)
            .addMixIn(MigrationListing.class, WithoutUser.class)
            .build();
    List<Endpoint> endpoints = new ArrayList<>(ENDPOINTS);
    Optional<Supplier<String>> text = Optional.empty();
    tenants.ifPresent(some -> endpoints.add(TENANTS));
    if (extras.metrics()) {
      endpoints.add(METRICS);
      text = Optional.of(new Metrics(snapshots, tenants.map(some -> some::now))::text);
    }
    Router router =
        new Router(
            RegisteredFunctions.of(functions, text, json),
            endpoints,
            List.of("page", "migrations"),
            probes,
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
