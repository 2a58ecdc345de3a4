package io.lockstep;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A port for a server that a test starts. The system takes none of these for a client's end of a
 * connection, so that it is still free when the server starts, and when it starts again.
 */
public final class FreePort {
  /** Below them are services; above them, on Linux and macOS, the clients' ends of connections. */
  private static final int FIRST = 20_000;

  private static final int LAST = 32_000;

  /**
   * Another one each time, and first another one in each JVM: between the look and the server's
   * start, JVMs that test at the same time could find the same.
   */
  private static final AtomicInteger NEXT =
      new AtomicInteger((int) (ProcessHandle.current().pid() * 97 % (LAST - FIRST)));

  private FreePort() {}

  /** Finds one that nobody listens on. */
  public static int find() {
    while (true) {
      int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), LAST - FIRST);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // somebody listens on it
      }
    }
  }
}
