package io.lockstep.functions;

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
import io.lockstep.plan.PlanReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The functions, served over HTTP until it is closed. */
public final class FunctionService implements AutoCloseable {
  private static final String JSON = "application/json";
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
              "text/html;charset=UTF-8",
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
          "text/plain;version=0.0.4;charset=utf-8",
          query -> {
            query.allow(false, Set.of());
            return new MetricsQuery();
          },
          MetricsQuery.class,
          BAD_REQUEST);

  private final ReadOnlyDatabase database;
  private final FunctionServer server;

  private FunctionService(ReadOnlyDatabase database, FunctionServer server) {
    this.database = database;
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
    return start(address, settings, catalog, deployment, false);
  }

  /**
   * Starts, with Prometheus' {@code /metrics} or without.
   *
   * @throws IOException if the port is taken
   */
  static FunctionService start(
      InetSocketAddress address,
      Settings settings,
      Catalog catalog,
      Deployment deployment,
      boolean metrics)
      throws IOException {
    ReadOnlyDatabase database = new ReadOnlyDatabase(settings);
    Snapshots snapshots = new Snapshots(database, catalog, settings.schema());
    Page page = new Page();
    ReadFunctions functions =
        new ReadFunctions(
            database, snapshots, deployment, new PlanReader(catalog, settings.schema()), page);
    Map<String, Probe> probes =
        Map.of(
            "/livez",
            () -> new Probe.Result(true, "alive"),
            "/readyz",
            new Readiness(database, snapshots, catalog, deployment));
    JsonMapper json =
        JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
    List<Endpoint> endpoints = new ArrayList<>(ENDPOINTS);
    Optional<Supplier<String>> text = Optional.empty();
    if (metrics) {
      endpoints.add(METRICS);
      text = Optional.of(new Metrics(snapshots)::text);
    }
    Router router =
        new Router(RegisteredFunctions.of(functions, text, json), endpoints, "page", probes, json);
    try {
      return new FunctionService(
          database, FunctionServer.start(address, router, page.contentSecurityPolicy()));
    } catch (IOException e) {
      database.close();
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
    database.close();
  }
}
