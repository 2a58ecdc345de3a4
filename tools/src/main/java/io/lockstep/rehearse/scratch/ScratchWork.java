package io.lockstep.rehearse.scratch;

import io.lockstep.CancellableClock;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.catalog.Catalog;
import io.lockstep.database.Connector;
import io.lockstep.sql.SqlStates;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scratch databases for the duration of one task.
 *
 * @param configured to the database that the migrations are for
 * @param onServer true for the configured server, false for an embedded PostgreSQL
 * @param prepare a script that creates in the first scratch database the objects that must exist
 *     before
 * @param copied the migrations whose records are copied with the configured database's schema;
 *     empty for a scratch database without that schema
 */
public record ScratchWork(
    Connector configured,
    boolean onServer,
    Optional<Path> prepare,
    Optional<Catalog> copied,
    CancellableClock clock) {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.rehearse");

  /**
   * Runs the task with the databases, of which the first is there; afterwards drops them, and ends
   * the server if it was started for this purpose.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) if there is no embedded PostgreSQL; {@link
   *     ExitCode#REFUSED} if no scratch database can be created or prepared; {@link
   *     ExitCode#UNREACHABLE} if the connection breaks
   */
  public <T> T on(BiFunction<ScratchDatabases, Connector, T> work) {
    try (ScratchServer server = server();
        ScratchDatabases databases = ScratchDatabases.on(connector(server))) {
      Connector first = databases.create();
      prepare.ifPresent(file -> new Preparation(file).run(first));
      copied.ifPresent(catalog -> new SchemaCopy(configured, first, catalog).copy(!onServer));
      return work.apply(databases, first);
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
      return new ScratchServer(configured.settings(), () -> {});
    }
    ScratchServers servers = ScratchServers.find();
    clock.checkpoint();
    log.info("starting an embedded PostgreSQL");
    return servers.start();
  }

  private Connector connector(ScratchServer server) {
    return configured.to(server.settings().withSchema(configured.settings().schema()));
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
