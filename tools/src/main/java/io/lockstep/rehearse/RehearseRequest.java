package io.lockstep.rehearse;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What shall be rehearsed, and where.
 *
 * @param targets as the user wrote them, in their order; if there are none, each app's latest
 * @param onServer in scratch databases on the configured server, and not on an embedded one
 * @param likeCurrent from the schema of the configured database, and not from zero
 * @param prepare a script that makes in a scratch database what must be there before
 */
public record RehearseRequest(
    List<String> targets, boolean onServer, boolean likeCurrent, Optional<Path> prepare) {
  /** With nothing that must be there before. */
  public RehearseRequest(List<String> targets, boolean onServer, boolean likeCurrent) {
    this(targets, onServer, likeCurrent, Optional.empty());
  }
}
