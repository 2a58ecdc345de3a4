package io.lockstep.functions.snapshot;

import io.lockstep.audit.RunEntry;
import io.lockstep.history.DatabaseState;
import io.lockstep.listing.Listing;
import java.util.Optional;

/**
 * What one look at the database found, all of one moment.
 *
 * @param lock empty if nobody holds it
 * @param lastRun the newest run, which may still be under way
 */
public record Snapshot(
    Server server,
    DatabaseState state,
    Listing listing,
    Optional<LockHolder> lock,
    Optional<RunEntry> lastRun) {
  /** The run under way; a run whose process died without a word still counts until the next. */
  public Optional<RunEntry> running() {
    return lastRun.filter(RunEntry::running).filter(run -> lock.isPresent());
  }
}
