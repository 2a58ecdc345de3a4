package io.lockstep.demo;

import io.lockstep.rehearse.ScratchServer;
import io.lockstep.rehearse.ScratchServers;

/**
 * ParsedSource by {@code rehearse} when this module is on its class path, as {@code ./lockstep}
 * puts it.
 */
public final class EmbeddedServers implements ScratchServers {
  /** For {@link java.util.ServiceLoader}. */
  public EmbeddedServers() {}

  @Override
  public ScratchServer start() {
    return EmbeddedServer.start();
  }
}
