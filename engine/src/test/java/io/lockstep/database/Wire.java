package io.lockstep.database;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Stands between a client and the server, and keeps all that the client sends. */
public final class Wire implements AutoCloseable {
  private final ServerSocket listener;
  private final int server;
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

  private Wire(ServerSocket listener, int server) {
    this.listener = listener;
    this.server = server;
  }

  /** Listens for clients of the server on this port. */
  public static Wire to(int server) throws IOException {
    Wire wire = new Wire(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), server);
    daemon(wire::accept);
    return wire;
  }

  /** The same settings, but through this. */
  public Settings through(Settings settings) {
    return new Settings(
        "localhost",
        listener.getLocalPort(),
        settings.database(),
        settings.user(),
        settings.password(),
        settings.tls(),
        settings.schema());
  }

  /** What clients have sent so far, as if all of it were text. */
  public String sent() {
    synchronized (sent) {
      return sent.toString(StandardCharsets.UTF_8);
    }
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = listener.accept();
      Socket database = new Socket(InetAddress.getLoopbackAddress(), server);
      daemon(() -> copy(client, database, true));
      daemon(() -> copy(database, client, false));
    }
  }

  private void copy(Socket from, Socket to, boolean keep) throws IOException {
    try (from;
        to) {
      byte[] bytes = new byte[8192];
      for (int n = from.getInputStream().read(bytes);
          n > 0;
          n = from.getInputStream().read(bytes)) {
        if (keep) {
          synchronized (sent) {
            sent.write(bytes, 0, n);
          }
        }
        to.getOutputStream().write(bytes, 0, n);
      }
    }
  }

  private static void daemon(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // one of the two has closed
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  /** Work on sockets. */
  private interface Work {
    void run() throws IOException;
  }
}
