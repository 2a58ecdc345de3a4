package io.lockstep.rehearse;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A request for a rehearsal.
 *
 * @param targets as the user wrote them, in their order; if there are none, each app's latest
 * @param onServer true for scratch databases on the configured server, and not on an embedded one
 * @param likeCurrent true to start from the schema of the configured database, and not from zero
 * @param prepare a script that creates in a scratch database the objects that must exist before
 * @param from versions up to which migrations are only applied: {@code APP VERSION}, or {@code
 *     VERSION} where there is one app
 */
public record RehearseRequest(
    List<String> targets,
    boolean onServer,
    boolean likeCurrent,
    Optional<Path> prepare,
    List<String> from) {
  /** A request that rehearses all migrations. */
  public RehearseRequest(
      List<String> targets, boolean onServer, boolean likeCurrent, Optional<Path> prepare) {
    this(targets, onServer, likeCurrent, prepare, List.of());
  }
}
