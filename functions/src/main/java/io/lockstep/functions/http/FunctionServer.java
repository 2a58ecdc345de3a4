package io.lockstep.functions.http;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Serves the functions with the JDK's own HTTP server: it starts a second sooner than Boot's, and a
 * client of a function that scales from zero waits for that second.
 */
public final class FunctionServer implements AutoCloseable {
  private static final int BACKLOG = 512;
  private static final int GRACE_SECONDS = 5;

  // The module jdk.httpserver reads its settings when its first class is loaded.
  static {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    // Seconds to send a request; and, as the JDK counts, to take its answer, if it has no body.
    System.setProperty("sun.net.httpserver.maxReqTime", "10");
    // Seconds to take the answer to a body.
    System.setProperty("sun.net.httpserver.maxRspTime", "30");
    // Seconds; longer than the usual 60 of proxies, which else send a request as it is closed.
    System.setProperty("sun.net.httpserver.idleInterval", "75");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "512");
    System.setProperty("jdk.httpserver.maxConnections", "1024");
  }

  private final HttpServer server;
  private final ExecutorService threads;
  private final ExchangeHandler handler;
  private final AtomicBoolean closed = new AtomicBoolean();

  private FunctionServer(HttpServer server, ExecutorService threads, ExchangeHandler handler) {
    this.server = server;
    this.threads = threads;
    this.handler = handler;
  }

  /**
   * Listens.
   *
   * @param address port 0 for any that is free
   * @param pagePolicy Content-Security-Policy of HTML
   * @throws IOException if the port is taken
   */
  public static FunctionServer start(InetSocketAddress address, Router router, String pagePolicy)
      throws IOException {
    HttpServer server = HttpServer.create(address, BACKLOG);
    // Threads are used again: a new one per request costs three times what answering does
    // (bench/serve).
    ExecutorService threads = Executors.newCachedThreadPool(new CustomizableThreadFactory("http-"));
    server.setExecutor(threads);
    ExchangeHandler handler = new ExchangeHandler(router, pagePolicy);
    server.createContext("/", handler);
    server.start();
    return new FunctionServer(server, threads, handler);
  }

  /** Where it listens. */
  public int port() {
    return server.getAddress().getPort();
  }

  /**
   * Takes no more connections, lets the requests under way end, and stops. Where there are none,
   * the server's own stop would wait for all of the grace on JDK 17.
   */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    handler.end();
    server.stop(handler.isBusy() ? GRACE_SECONDS : 0);
    threads.shutdown();
  }
}
