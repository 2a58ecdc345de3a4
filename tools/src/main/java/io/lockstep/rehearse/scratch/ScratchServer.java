package io.lockstep.rehearse.scratch;

import io.lockstep.database.Settings;

/**
 * A PostgreSQL on which scratch databases can be created.
 *
 * @param settings the database and the role to create them from
 * @param end ends the server, if it was started for this purpose
 */
public record ScratchServer(Settings settings, Runnable end) implements AutoCloseable {
  @Override
  public void close() {
    end.run();
  }
}
