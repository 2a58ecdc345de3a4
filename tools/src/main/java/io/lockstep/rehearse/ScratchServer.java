package io.lockstep.rehearse;

import io.lockstep.database.Settings;

/** A PostgreSQL on which scratch databases can be made. */
public interface ScratchServer extends AutoCloseable {
  /** The database and the role to make them from. */
  Settings settings();

  /** Whether the role is a superuser, and the server goes when it is closed, with all in it. */
  boolean isOurs();

  /** Ends it, if it was started for this. */
  @Override
  void close();
}
