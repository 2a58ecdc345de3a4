package io.lockstep.demo;

import io.lockstep.database.Settings;
import io.lockstep.database.tls.Tls;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.slf4j.LoggerFactory;

/** An embedded PostgreSQL, whose data are gone when it is closed, or when the process ends. */
final class EmbeddedPostgresServer implements AutoCloseable {
  private final EmbeddedPostgres postgres;

  private EmbeddedPostgresServer(EmbeddedPostgres postgres) {
    this.postgres = postgres;
  }

  static EmbeddedPostgresServer start() {
    try {
      return new EmbeddedPostgresServer(EmbeddedPostgres.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return postgres.getPort();
  }

  /** Its superuser's. */
  Settings settings() {
    return new Settings(
        "localhost", port(), "postgres", "postgres", "postgres", Tls.DEFAULT, "public");
  }

  @Override
  public void close() {
    try {
      postgres.close();
    } catch (IOException e) {
      LoggerFactory.getLogger(EmbeddedPostgresServer.class).debug("stopping the server", e);
    }
  }
}
