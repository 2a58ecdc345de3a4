package io.lockstep.chart;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The part of Kubernetes' API that {@code lookup} in templates asks: Helm as a library always asks.
 * Without any object it is like no cluster, as under Argo CD and {@code helm template}.
 */
public final class FakeCluster {
  private static final Map<String, String> RESOURCES =
      Map.of(
          "/api/v1",
          resources(
              "v1",
              resource("serviceaccounts", "ServiceAccount", true),
              resource("secrets", "Secret", true),
              resource("configmaps", "ConfigMap", true),
              resource("namespaces", "Namespace", false)),
          "/apis/apps/v1",
          resources(
              "apps/v1",
              resource("statefulsets", "StatefulSet", true),
              resource("deployments", "Deployment", true)),
          "/apis/serving.knative.dev/v1",
          resources(
              "serving.knative.dev/v1",
              resource("services", "Service", true),
              resource("revisions", "Revision", true)));

  private static volatile Map<String, String> objects = Map.of();

  private FakeCluster() {}

  /** Starts it, and makes Helm use it: KUBECONFIG names a file in target/. */
  public static void start() {
    System.setProperty("sun.net.httpserver.nodelay", "true"); // or every answer takes 40 ms
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/", FakeCluster::answer);
      server.start();
      Files.writeString(
          Path.of(System.getenv("KUBECONFIG")),
          """
          {"clusters": [{"name": "c", "cluster": {"server": "http://127.0.0.1:%d"}}],
           "contexts": [{"name": "c", "context": {"cluster": "c"}}], "current-context": "c"}
          """
              .formatted(server.getAddress().getPort()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets it hold these objects, JSON by path, until the next call. */
  static void holds(Map<String, String> byPath) {
    objects = byPath;
  }

  private static void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String found = RESOURCES.getOrDefault(path, objects.get(path));
    byte[] body =
        (found == null
                ? "{\"kind\": \"Status\", \"apiVersion\": \"v1\", \"status\": \"Failure\","
                    + " \"reason\": \"NotFound\", \"code\": 404}"
                : found)
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(found == null ? 404 : 200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static String resources(String version, String... resources) {
    return "{\"kind\": \"APIResourceList\", \"apiVersion\": \"v1\", \"groupVersion\": \"%s\", \"resources\": [%s]}"
        .formatted(version, String.join(",", resources));
  }

  private static String resource(String name, String kind, boolean namespaced) {
    return "{\"name\": \"%s\", \"kind\": \"%s\", \"namespaced\": %s, \"verbs\": [\"get\"]}"
        .formatted(name, kind, namespaced);
  }
}
