import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Runs a PostgreSQL of its own until standard input ends, so that it can't outlive the script that
 * started it. Arguments: the file to write the port to, then server settings as NAME=VALUE.
 */
final class EmbeddedServer {
  private EmbeddedServer() {}

  public static void main(String[] args) throws IOException {
    Path portFile = Path.of(args[0]);
    // The embedded server comes with durability off, which would make every commit look free.
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("synchronous_commit", "on");
    for (int i = 1; i < args.length; i++) {
      String[] setting = args[i].split("=", 2);
      builder.setServerConfig(setting[0], setting[1]);
    }
    try (EmbeddedPostgres server = builder.start()) {
      publish(portFile, server.getPort());
      waitForEnd(System.in);
    }
  }

  /** By renaming, so that whoever waits for the file never reads half of it. */
  private static void publish(Path file, int port) throws IOException {
    Path half = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(half, port + "\n");
    Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void waitForEnd(InputStream in) throws IOException {
    while (in.read() >= 0) {
      // whatever is sent does not matter
    }
  }
}
