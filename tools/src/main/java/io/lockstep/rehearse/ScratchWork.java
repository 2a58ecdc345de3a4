package io.lockstep.rehearse;

import io.lockstep.CancellableClock;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.database.Connector;
import io.lockstep.sql.SqlStates;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server for scratch databases, for the duration of one task.
 *
 * @param configured to the database that the migrations are for
 * @param onServer true for the configured server, false for an embedded one
 */
record ScratchWork(Connector configured, boolean onServer, CancellableClock clock) {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.rehearse");

  /**
   * Runs the task on it, and ends the server if it was started for this purpose.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) if there is no embedded PostgreSQL; {@link
   *     ExitCode#UNREACHABLE} if the connection breaks
   */
  <T> T on(Function<ScratchServer, T> work) {
    try (ScratchServer server = server()) {
      return work.apply(server);
    } catch (RuntimeException e) {
      if (LockstepException.in(e).isEmpty() && SqlStates.isSessionGone(e)) {
        clock.checkpoint(); // the signal that ends this process stops an embedded server, too
        throw lost(e);
      }
      throw e;
    }
  }

  private ScratchServer server() {
    if (onServer) {
      return new ConfiguredServer(configured.settings());
    }
    ScratchServers servers = ScratchServers.find();
    clock.checkpoint();
    log.info("starting an embedded PostgreSQL");
    return servers.start();
  }

  private static LockstepException lost(Exception e) {
    return new LockstepException(
            ExitCode.UNREACHABLE,
            "rehearsing",
            "the connection to the scratch database broke: " + SqlStates.firstLine(e),
            "Run it again.")
        .causedBy(e);
  }
}
