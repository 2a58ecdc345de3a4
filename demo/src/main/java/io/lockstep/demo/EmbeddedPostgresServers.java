package io.lockstep.demo;

import io.lockstep.rehearse.ScratchServer;
import io.lockstep.rehearse.ScratchServers;

/**
 * {@code rehearse} finds it by {@link java.util.ServiceLoader} when this module is on its class
 * path, as {@code ./lockstep} puts it.
 */
public final class EmbeddedPostgresServers implements ScratchServers {
  /** For {@link java.util.ServiceLoader}. */
  public EmbeddedPostgresServers() {}

  @Override
  public ScratchServer start() {
    return EmbeddedPostgresServer.start();
  }
}
