package io.lockstep.rehearse;

import io.lockstep.database.Settings;

/** A PostgreSQL on which scratch databases can be created. */
public interface ScratchServer extends AutoCloseable {
  /** The database and the role to create them from. */
  Settings settings();

  /** True if the role is a superuser, and closing the server deletes it with all its databases. */
  boolean isOurs();

  /** Ends it, if it was started for this purpose. */
  @Override
  void close();
}
