package io.lockstep.functions.http;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * Serves the functions with the JDK's own HTTP server: it is there a second sooner than Boot's, and
 * for a function that scales from zero somebody waits for that second.
 */
public final class FunctionServer implements AutoCloseable {
  private static final int BACKLOG = 512;
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final int FIRST_WITH_GOOD_VIRTUAL_THREADS = 24; // JEP 491: no more pinning

  // The module jdk.httpserver reads its settings when its first class is loaded.
  static {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxReqTime", "10"); // seconds to send a request
    System.setProperty("sun.net.httpserver.maxRspTime", "30"); // seconds to take the answer
    System.setProperty("sun.net.httpserver.idleInterval", "60");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "512");
    System.setProperty("jdk.httpserver.maxConnections", "1024");
  }

  private final HttpServer server;
  private final SimpleAsyncTaskExecutor threads;
  private final ExchangeHandler handler;

  private FunctionServer(
      HttpServer server, SimpleAsyncTaskExecutor threads, ExchangeHandler handler) {
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
    SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor("http-");
    threads.setVirtualThreads(Runtime.version().feature() >= FIRST_WITH_GOOD_VIRTUAL_THREADS);
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
   * Lets the requests under way end, and stops. The server's own stop(delay) waits for all of the
   * delay on JDK 17, whether there is something to wait for or not.
   */
  @Override
  public void close() {
    handler.drain(GRACE);
    server.stop(0);
    threads.close();
  }
}
