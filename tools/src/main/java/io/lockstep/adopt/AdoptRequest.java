package io.lockstep.adopt;

import io.lockstep.database.Reader;
import io.lockstep.targets.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What shall be adopted.
 *
 * @param targets where the other tool has brought the apps, one each
 * @param from the table of the other tool, perhaps with its schema; empty to look for it
 * @param force whether to go on although the table or the schema says otherwise
 * @param dryRun whether only to say what would be done
 * @param onServer whether to rehearse on the configured server, and not on an embedded PostgreSQL
 * @param prepare a script that makes in the scratch database what must be there before
 * @param reader the role that shall be able to read what is applied, if any
 * @param lockWait how long to wait for the lock
 */
public record AdoptRequest(
    List<Target> targets,
    Optional<String> from,
    boolean force,
    boolean dryRun,
    boolean onServer,
    Optional<Path> prepare,
    Optional<Reader> reader,
    Duration lockWait) {
  /** With nothing that must be there before. */
  public AdoptRequest(
      List<Target> targets,
      Optional<String> from,
      boolean force,
      boolean dryRun,
      boolean onServer,
      Optional<Reader> reader,
      Duration lockWait) {
    this(targets, from, force, dryRun, onServer, Optional.empty(), reader, lockWait);
  }

  /** What is asked, for errors. */
  String asked() {
    return "adopting " + targets.stream().map(Target::toString).collect(Collectors.joining(", "));
  }
}
