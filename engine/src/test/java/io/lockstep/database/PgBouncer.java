package io.lockstep.database;

import io.lockstep.FreePort;
import io.lockstep.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;

/** A real PgBouncer in front of the test server. */
final class PgBouncer implements AutoCloseable {
  private final Process process;
  private final int port;

  private PgBouncer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts it, or skips the test with a reason where it is not installed. */
  static PgBouncer start(Path folder, String poolMode) throws IOException {
    return start(folder, poolMode, "");
  }

  /** The same with one more setting. */
  static PgBouncer start(Path folder, String poolMode, String setting) throws IOException {
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/usr/sbin/pgbouncer")),
        "pgbouncer is not installed (apt-get install pgbouncer)");
    int port = FreePort.find();
    Path ini = folder.resolve("pgbouncer.ini");
    Files.writeString(
        ini,
        """
        [databases]
        * = host=localhost port=%d user=postgres password=postgres
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = %d
        auth_type = any
        pool_mode = %s
        unix_socket_dir =
        ignore_startup_parameters = extra_float_digits
        %s
        """
            .formatted(TestDatabase.port(), port, poolMode, setting));
    Files.setPosixFilePermissions(
        folder, PosixFilePermissions.fromString("rwxr-xr-x")); // it drops root
    Process process =
        new ProcessBuilder("/usr/sbin/pgbouncer", "-u", "nobody", ini.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("pgbouncer.log").toFile())
            .start();
    return new PgBouncer(process, port);
  }

  /** The same settings, through the pooler. */
  Settings through(Settings direct) {
    return new Settings(
        "127.0.0.1",
        port,
        direct.database(),
        direct.user(),
        direct.password(),
        direct.tls(),
        direct.schema());
  }

  @Override
  public void close() {
    process.destroy();
  }
}
