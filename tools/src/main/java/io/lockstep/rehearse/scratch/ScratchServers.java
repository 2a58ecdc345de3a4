package io.lockstep.rehearse.scratch;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import java.util.ServiceLoader;

/**
 * Starts servers that are deleted when they are closed. A module that has such a server provides an
 * implementation on the class path.
 */
public interface ScratchServers {
  /** Starts one. */
  ScratchServer start();

  /**
   * The implementation on the class path.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) if there is none, as in the image
   */
  static ScratchServers find() {
    return ServiceLoader.load(ScratchServers.class)
        .findFirst()
        .orElseThrow(
            () ->
                new LockstepException(
                    ExitCode.USAGE,
                    "rehearse",
                    "no embedded PostgreSQL comes with this program",
                    "Pass --server, for scratch databases on the configured server that are dropped"
                        + " at the end; or use ./lockstep of a checkout."));
  }
}
