package io.lockstep.functions.snapshot;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.audit.HeldBack;
import io.lockstep.audit.RunEntry;
import io.lockstep.audit.VerificationEntry;
import io.lockstep.history.AppHistory;
import io.lockstep.history.BatchProgress;
import io.lockstep.history.UnfinishedStep;
import io.lockstep.listing.Listing;
import io.lockstep.progress.StatementProgress;
import io.lockstep.targets.AppName;
import io.lockstep.waiting.ContractWait;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The state of the database, read at one moment.
 *
 * @param at that moment, by the database's clock
 * @param unfinished the step of each app that was begun and has not ended well
 * @param lock empty if nobody holds it
 * @param lastRun the newest run, which may still be under way
 * @param progress of the statement of the step under way, where PostgreSQL reports it
 * @param batch how far the step under way is, if it runs in batches
 * @param verification the last result of {@code verify --record}
 * @param contractWaits the releases whose contract steps wait for pods, with their names
 * @param heldBack the apps that their last run has left half way back
 */
public record Snapshot(
    Instant at,
    Server server,
    Map<AppName, AppHistory> histories,
    Map<AppName, UnfinishedStep> unfinished,
    Listing listing,
    Optional<LockHolder> lock,
    Optional<RunEntry> lastRun,
    Optional<StatementProgress> progress,
    Optional<BatchProgress> batch,
    Optional<VerificationEntry> verification,
    List<ContractWait> contractWaits,
    List<HeldBack> heldBack) {
  /** The history of one app, empty if it has none. */
  public AppHistory history(AppName app) {
    return histories.getOrDefault(app, AppHistory.none());
  }

  /**
   * One app of the list.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) if there is no such app
   */
  public Listing.AppListing app(String name) {
    return listing.apps().stream()
        .filter(app -> app.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new LockstepException(
                    ExitCode.USAGE,
                    "the migrations of app " + name,
                    "there is no such app, neither in this image nor in the database",
                    "GET /migrations lists the apps there are."));
  }

  /** The run under way; that of a crashed process counts until its lease expires. */
  public Optional<RunEntry> running() {
    return lastRun.filter(RunEntry::running);
  }
}
