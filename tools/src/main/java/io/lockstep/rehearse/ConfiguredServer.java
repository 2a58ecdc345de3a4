package io.lockstep.rehearse;

import io.lockstep.database.Settings;

/** The server of the database that is migrated. */
record ConfiguredServer(Settings settings) implements ScratchServer {
  @Override
  public boolean isOurs() {
    return false;
  }

  @Override
  public void close() {
    // it was there before
  }
}
