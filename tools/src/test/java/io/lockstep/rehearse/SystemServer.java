package io.lockstep.rehearse;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.lockstep.FreePort;
import io.lockstep.database.Settings;
import io.lockstep.database.tls.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A server of the system's PostgreSQL, which pg_dump comes from. */
public final class SystemServer implements AutoCloseable {
  private static final Path ALL = Path.of("/usr/lib/postgresql");

  private final Process process;
  private final int port;

  private SystemServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts it, or skips the test with a reason where it is not installed. */
  public static SystemServer start(Path folder) throws IOException, InterruptedException {
    Optional<Path> newest = newest();
    Assumptions.assumeTrue(newest.isPresent(), "no PostgreSQL (apt-get install postgresql)");
    Path programs = newest.orElseThrow();
    Files.setPosixFilePermissions(
        folder, PosixFilePermissions.fromString("rwxrwxrwx")); // it must not run as root
    Path data = folder.resolve("data");
    Path log = folder.resolve("log");
    String initdb = programs.resolve("initdb").toString();
    Process init =
        start(
            log,
            initdb,
            "-D",
            data.toString(),
            "-U",
            "postgres",
            "-A",
            "trust",
            "-N",
            "-E",
            "UTF8",
            "--locale=C");
    if (!init.waitFor(180, SECONDS) || init.exitValue() != 0) {
      throw new IllegalStateException(Files.readString(log));
    }
    int port = FreePort.find();
    return new SystemServer(
        start(
            log,
            programs.resolve("postgres").toString(),
            "-D",
            data.toString(),
            "-p",
            String.valueOf(port),
            "-c",
            "unix_socket_directories=",
            "-c",
            "fsync=off"),
        port);
  }

  private static Optional<Path> newest() throws IOException {
    if (!Files.isDirectory(ALL) || !Files.isExecutable(Path.of("/usr/bin/pg_dump"))) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(ALL)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(Path::compareTo);
    }
  }

  private static Process start(Path log, String... command) throws IOException {
    List<String> all = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      all.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
    }
    all.addAll(List.of(command));
    return new ProcessBuilder(all)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  /** As its superuser. */
  public Settings settings() {
    return new Settings("localhost", port, "postgres", "postgres", "unused", Tls.DEFAULT, "public");
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor(30, SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
