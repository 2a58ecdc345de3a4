import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A server that is further away: passes connections on to a port of this machine, and keeps each
 * message back for half of a round trip, in both directions. It counts connections and round trips.
 * Arguments: the file to write its own port to, the port of the server, microseconds for a round
 * trip. It ends with its standard input; a line there makes it print its counts since the last one.
 */
final class DelayProxy {
  private static final int CHUNK = 65_536;

  private final int server;
  private final long halfNanos;
  private final AtomicLong connections = new AtomicLong();
  private final AtomicLong roundTrips = new AtomicLong();

  private DelayProxy(int server, long halfNanos) {
    this.server = server;
    this.halfNanos = halfNanos;
  }

  public static void main(String[] args) throws IOException {
    Path portFile = Path.of(args[0]);
    DelayProxy proxy =
        new DelayProxy(Integer.parseInt(args[1]), Long.parseLong(args[2]) * 1000 / 2);
    ServerSocket socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    start(() -> proxy.accept(socket));
    Path half = portFile.resolveSibling(portFile.getFileName() + ".new");
    Files.writeString(half, socket.getLocalPort() + "\n");
    Files.move(half, portFile, StandardCopyOption.ATOMIC_MOVE);
    for (int c = System.in.read(); c >= 0; c = System.in.read()) {
      if (c == '\n') {
        System.out.println(proxy.connections.getAndSet(0) + " " + proxy.roundTrips.getAndSet(0));
      }
    }
  }

  private void accept(ServerSocket socket) {
    try {
      while (true) {
        Socket client = socket.accept();
        Socket target = new Socket(InetAddress.getLoopbackAddress(), server);
        client.setTcpNoDelay(true);
        target.setTcpNoDelay(true);
        connections.incrementAndGet();
        // A round trip begins when the client speaks after the server has.
        AtomicBoolean serverSpoke = new AtomicBoolean(true);
        Runnable asked =
            () -> {
              if (serverSpoke.getAndSet(false)) {
                roundTrips.incrementAndGet();
              }
            };
        pass(client, target, asked);
        pass(target, client, () -> serverSpoke.set(true));
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void pass(Socket from, Socket to, Runnable seen) {
    BlockingQueue<Message> queue = new LinkedBlockingQueue<>();
    start(() -> read(from, queue, seen));
    start(() -> write(to, queue));
  }

  private void read(Socket from, BlockingQueue<Message> queue, Runnable seen) {
    byte[] buffer = new byte[CHUNK];
    try (InputStream in = from.getInputStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        seen.run();
        queue.add(new Message(Arrays.copyOf(buffer, n), System.nanoTime() + halfNanos));
      }
    } catch (IOException e) {
      // the other side is told that this one has ended
    }
    queue.add(new Message(new byte[0], System.nanoTime() + halfNanos));
  }

  private static void write(Socket to, BlockingQueue<Message> queue) {
    try (OutputStream out = to.getOutputStream()) {
      for (Message message = queue.take(); message.bytes().length > 0; message = queue.take()) {
        for (long left = message.due() - System.nanoTime();
            left > 0;
            left = message.due() - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
        out.write(message.bytes());
        out.flush();
      }
    } catch (IOException | InterruptedException e) {
      // the connection has ended
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "passes on");
    thread.setDaemon(true);
    thread.start();
  }

  private record Message(byte[] bytes, long due) {}
}
