package io.lockstep.knative;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that answers as a test says: as a function, or in place of the Kubernetes API. */
final class Answers implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  /**
   * One answer.
   *
   * @param body the API server's own say so by their JSON
   */
  record Answer(int status, String body) {
    static Answer ok(String body) {
      return new Answer(200, body);
    }

    /** As the API server refuses. */
    static Answer refusal(int status, String message) {
      return new Answer(
          status,
          """
          {"kind":"Status","apiVersion":"v1","status":"Failure","message":"%s","code":%d}"""
              .formatted(message, status));
    }
  }

  Answers() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Answers this path with these, one after the other; the last again and again. */
  Answers with(String path, Answer... those) {
    answers.put(path, new ArrayDeque<>(Arrays.asList(those)));
    return this;
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** Paths with their queries. */
  List<String> asked() {
    return asked;
  }

  /** A kubeconfig that takes this for a cluster. */
  String kubeconfig(Path folder) throws IOException {
    return Files.writeString(
            folder.resolve("kubeconfig"),
            """
            apiVersion: v1
            kind: Config
            clusters: [{name: c, cluster: {server: %s}}]
            users: [{name: u, user: {token: t}}]
            contexts: [{name: x, context: {cluster: c, user: u, namespace: shop}}]
            current-context: x
            """
                .formatted(url()))
        .toString();
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.add(exchange.getRequestURI().toString());
    Answer answer = next(exchange.getRequestURI().getPath());
    byte[] body = answer.body().getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private synchronized Answer next(String path) {
    Deque<Answer> those = answers.get(path);
    if (those == null) {
      return Answer.refusal(404, "not found");
    }
    return those.size() > 1 ? those.pop() : those.element();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
