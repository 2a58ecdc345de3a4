package io.lockstep;

import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Connector;
import io.lockstep.database.Settings;
import io.lockstep.database.tls.Tls;
import io.lockstep.run.Lockstep;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A PostgreSQL of a test's own, which it may stop and start again. */
public final class OwnServer implements AutoCloseable {
  private final PgCtl ctl;
  private final EmbeddedPostgres postgres;

  private OwnServer(PgCtl ctl, EmbeddedPostgres postgres) {
    this.ctl = ctl;
    this.postgres = postgres;
  }

  /** Starts it with its data in this folder. */
  public static OwnServer start(Path data) {
    try {
      return new OwnServer(
          new PgCtl(data),
          EmbeddedPostgres.builder()
              .setPort(FreePort.find())
              .setPGStartupWait(Duration.ofMinutes(1)) // a busy machine
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
    return lockstep(db, new ProcessClock(() -> Duration.ZERO));
  }

  /** The same, by another clock. */
  public Lockstep lockstep(Path db, CancellableClock clock) {
    return new Lockstep(
        new Connector(settings(), clock, Duration.ofSeconds(10)), CatalogReader.read(db), clock);
  }

  /**
   * Stops it.
   *
   * @param mode pg_ctl's: fast or immediate
   */
  public void stop(String mode) {
    ctl.stop(mode);
  }

  /** Ends it without a chance to tidy up. */
  public void kill() {
    ctl.kill();
  }

  /** Starts it again, with the options that it had. */
  public void startAgain() {
    ctl.start();
  }

  /** Stops it, and starts it again at once. */
  public void restart(String mode) {
    ctl.restart(mode);
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
