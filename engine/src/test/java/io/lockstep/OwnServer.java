package io.lockstep;

import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Connector;
import io.lockstep.database.Settings;
import io.lockstep.database.Tls;
import io.lockstep.run.Lockstep;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A PostgreSQL of a test's own, which it may stop and start again. */
public final class OwnServer implements AutoCloseable {
  private final Path data;
  private final EmbeddedPostgres postgres;

  private OwnServer(Path data, EmbeddedPostgres postgres) {
    this.data = data;
    this.postgres = postgres;
  }

  /** Starts it with its data in this folder. */
  public static OwnServer start(Path data) {
    try {
      return new OwnServer(
          data,
          EmbeddedPostgres.builder()
              .setDataDirectory(data)
              .setCleanDataDirectory(false)
              // off by the library's default: an immediate stop then loses what was committed, ours
              // too
              .setServerConfig("synchronous_commit", "on")
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its port, the same after a restart. */
  public int port() {
    return postgres.getPort();
  }

  /** Its database {@code postgres}. */
  public Settings settings() {
    return new Settings(
        "localhost", port(), "postgres", "postgres", "postgres", Tls.DEFAULT, "public");
  }

  /** Runs SQL in it, each statement with a connection of its own. */
  public JdbcClient jdbc() {
    return JdbcClient.create(postgres.getPostgresDatabase());
  }

  /** Lockstep on it, with the migrations of this folder. */
  public Lockstep lockstep(Path db) {
    Pace pace = new StoppablePace(() -> Duration.ZERO);
    return new Lockstep(
        new Connector(settings(), pace, Duration.ofSeconds(10)), CatalogReader.read(db), pace);
  }

  /**
   * Stops it.
   *
   * @param mode pg_ctl's: fast or immediate
   */
  public void stop(String mode) {
    pgCtl("-m", mode, "-w", "stop");
  }

  /** Ends it without a chance to tidy up. */
  public void kill() {
    try {
      String pid = Files.readAllLines(data.resolve("postmaster.pid")).get(0);
      ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it again, with the options that it had. */
  public void startAgain() {
    pgCtl("-w", "-l", data.resolve("again.log").toString(), "start");
  }

  /** Stops it, and starts it again at once. */
  public void restart(String mode) {
    pgCtl("-m", mode, "-w", "-l", data.resolve("again.log").toString(), "restart");
  }

  private void pgCtl(String... arguments) {
    try {
      // the program, then its options in quotes, one line
      String[] words = Files.readString(data.resolve("postmaster.opts")).strip().split(" ", 2);
      List<String> command = new ArrayList<>();
      if (Files.getAttribute(data, "unix:uid").equals(0)) {
        command.addAll(List.of("unshare", "-U")); // PostgreSQL refuses to run as root
      }
      command.add(Path.of(words[0]).resolveSibling("pg_ctl").toString());
      command.addAll(List.of("-D", data.toString()));
      if (List.of(arguments).contains("start")) {
        command.addAll(List.of("-o", words[1]));
      }
      command.addAll(List.of(arguments));
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      postgres.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
