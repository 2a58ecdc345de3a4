package io.lockstep.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * An application of two versions: each writes and reads a column that the other one doesn't know.
 * It runs on the cluster, on the JVM of Lockstep's image, and is this one class.
 */
public final class ShopServer {
  private static final int THREADS = 8;

  private ShopServer() {}

  /**
   * Serves until SIGTERM, and then ends what is under way.
   *
   * @param args the version: 1 or 2
   */
  public static void main(String[] args) throws Exception {
    String column = args[0].equals("1") ? "email" : "contact";
    BlockingQueue<Connection> idle = new LinkedBlockingQueue<>();
    HttpServer server = HttpServer.create(new InetSocketAddress(8080), 0);
    server.setExecutor(Executors.newFixedThreadPool(THREADS));
    server.createContext("/", exchange -> answer(exchange, args[0], column, idle));
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.stop(10);
                  ended.countDown();
                }));
    server.start();
    ended.await();
  }

  private static void answer(
      HttpExchange exchange, String version, String column, BlockingQueue<Connection> idle)
      throws IOException {
    int status = 200;
    String text;
    try {
      text = "version " + version + ": " + write(column, idle);
    } catch (SQLException e) {
      status = 500;
      text = "version " + version + ": " + e.getMessage();
    }
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Connection", "close");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** A connection that has failed is not used again, as a pool does it. */
  private static String write(String column, BlockingQueue<Connection> idle) throws SQLException {
    Connection connection = idle.poll();
    if (connection == null) {
      connection =
          DriverManager.getConnection(
              System.getenv("SHOP_URL"),
              System.getenv("SHOP_USER"),
              System.getenv("SHOP_PASSWORD"));
    }
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "update account set %1$s = 'a' || floor(random() * 1000) where id = floor(random() * 100)"
              .formatted(column));
      try (ResultSet rows =
          statement.executeQuery(
              "select count(%1$s) from account where %1$s is not null".formatted(column))) {
        rows.next();
        String answer = rows.getString(1);
        idle.add(connection);
        return answer;
      }
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }
}
