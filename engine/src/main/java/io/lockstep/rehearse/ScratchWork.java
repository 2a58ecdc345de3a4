package io.lockstep.rehearse;

import io.lockstep.Exit;
import io.lockstep.Pace;
import io.lockstep.Problem;
import io.lockstep.database.Connector;
import io.lockstep.database.SqlStates;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where scratch databases are made, for as long as a piece of work takes.
 *
 * @param configured to the database that the migrations are for
 * @param onServer on the configured server, and not on an embedded one
 */
record ScratchWork(Connector configured, boolean onServer, Pace pace) {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.rehearse");

  /**
   * Works on it, and ends the server if it was started for this.
   *
   * @throws Problem ({@link Exit#USAGE}) if there is no embedded PostgreSQL; {@link
   *     Exit#UNREACHABLE} if the connection breaks
   */
  <T> T on(Function<ScratchServer, T> work) {
    try (ScratchServer server = server()) {
      return work.apply(server);
    } catch (RuntimeException e) {
      if (Problem.in(e).isEmpty() && SqlStates.isSessionGone(e)) {
        pace.checkpoint(); // an embedded server is stopped by the very signal that ends us
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
    pace.checkpoint();
    log.info("starting an embedded PostgreSQL");
    return servers.start();
  }

  private static Problem lost(Exception e) {
    return new Problem(
            Exit.UNREACHABLE,
            "rehearsing",
            "the connection to the scratch database broke: " + SqlStates.firstLine(e),
            "Run it again.")
        .causedBy(e);
  }
}
