package io.lockstep.adopt;

import io.lockstep.database.Reader;
import io.lockstep.targets.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A request to adopt a database.
 *
 * @param targets the versions to which the other tool has brought the apps, one each
 * @param from the table of the other tool, perhaps with its schema; empty to look for it
 * @param force true to go on although the table or the schema disagrees
 * @param dryRun true to only report the actions
 * @param onServer true to rehearse on the configured server, and not on an embedded PostgreSQL
 * @param prepare a script that creates in the scratch database the objects that must exist before
 * @param reader the role that is to have the right to read the applied migrations, if any
 * @param lockWait the longest wait for the lock
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
  /** The request in words, for errors. */
  String asked() {
    return "adopting " + targets.stream().map(Target::toString).collect(Collectors.joining(", "));
  }
}
