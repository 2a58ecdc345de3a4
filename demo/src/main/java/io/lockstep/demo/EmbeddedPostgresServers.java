package io.lockstep.demo;

import io.lockstep.rehearse.scratch.ScratchServer;
import io.lockstep.rehearse.scratch.ScratchServers;

/**
 * {@code rehearse} finds it by {@link java.util.ServiceLoader} when this module is on its class
 * path, as {@code ./lockstep} puts it.
 */
public final class EmbeddedPostgresServers implements ScratchServers {
  /** For {@link java.util.ServiceLoader}. */
  public EmbeddedPostgresServers() {}

  @Override
  public ScratchServer start() {
    EmbeddedPostgresServer server = EmbeddedPostgresServer.start();
    return new ScratchServer(server.settings(), server::close);
  }
}
