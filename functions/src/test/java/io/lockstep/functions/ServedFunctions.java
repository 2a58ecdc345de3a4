package io.lockstep.functions;

import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Settings;
import io.lockstep.functions.login.Logins;
import io.lockstep.functions.snapshot.Deployment;
import io.lockstep.functions.tenants.TenantSource;
import io.lockstep.tenants.TenantPasswords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The functions over real HTTP, for one test. */
final class ServedFunctions implements AutoCloseable {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final JsonMapper JSON = JsonMapper.shared();

  private final FunctionService service;

  private ServedFunctions(FunctionService service) {
    this.service = service;
  }

  static ServedFunctions on(Settings settings, Path db) {
    return on(settings, db, Map.of());
  }

  /** With what the chart's environment would say. */
  static ServedFunctions on(Settings settings, Path db, Map<String, String> environment) {
    try {
      return new ServedFunctions(
          FunctionService.start(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
              settings,
              CatalogReader.read(db),
              Deployment.of(name -> Optional.ofNullable(environment.get(name))),
              extras(settings, environment)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ServeOptions extras(Settings settings, Map<String, String> environment) {
    Optional<Path> tenants = Optional.ofNullable(environment.get("LOCKSTEP_TENANTS")).map(Path::of);
    return new ServeOptions(
        "true".equals(environment.get("LOCKSTEP_METRICS")),
        Optional.of(
                new TenantSource(
                    settings,
                    false,
                    tenants,
                    Optional.empty(),
                    Optional.ofNullable(environment.get("LOCKSTEP_TENANT_SCHEMAS")),
                    TenantPasswords.DEFAULT))
            .filter(source -> source.file().isPresent() || source.schemas().isPresent()),
        Optional.ofNullable(environment.get("LOCKSTEP_BASIC_AUTH_FILE"))
            .map(Path::of)
            .map(Logins::in));
  }

  int port() {
    return service.port();
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path));
  }

  HttpResponse<String> get(String path) {
    return send(request(path));
  }

  HttpResponse<String> post(String path, String contentType, String body) {
    return send(
        request(path).header("Content-Type", contentType).POST(BodyPublishers.ofString(body)));
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return CLIENT.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static JsonNode json(HttpResponse<String> response) {
    return JSON.readTree(response.body());
  }

  @Override
  public void close() {
    service.close();
  }
}
