package io.lockstep.functions.handler;

import io.lockstep.audit.HeldBack;
import io.lockstep.audit.RunEntry;
import io.lockstep.audit.VerificationEntry;
import io.lockstep.functions.snapshot.Deployment;
import io.lockstep.functions.snapshot.LockHolder;
import io.lockstep.functions.snapshot.Server;
import io.lockstep.functions.snapshot.Snapshot;
import io.lockstep.history.BatchProgress;
import io.lockstep.listing.Listing;
import io.lockstep.progress.StatementProgress;
import io.lockstep.waiting.ContractWait;
import java.util.List;
import java.util.Optional;

/**
 * The list, and the release and database that it comes from. The names of its parts are the JSON's:
 * a contract; {@code apps} is as in {@code list --json}.
 */
public record MigrationsReport(
    List<Listing.AppListing> apps,
    Optional<String> appVersion,
    Optional<String> chartVersion,
    Optional<String> release,
    Optional<String> revision,
    Optional<String> pod,
    Optional<String> node,
    Server database,
    Optional<LockHolder> lock,
    Optional<RunEntry> lastRun,
    Optional<StatementProgress> progress,
    Optional<BatchProgress> batch,
    Optional<VerificationEntry> verification,
    List<ContractWait> contractWaits,
    List<HeldBack> heldBack) {

  static MigrationsReport of(List<Listing.AppListing> apps, Snapshot at, Deployment deployment) {
    return new MigrationsReport(
        apps,
        deployment.appVersion(),
        deployment.chartVersion(),
        deployment.release(),
        deployment.revision(),
        deployment.pod(),
        deployment.node(),
        at.server(),
        at.lock(),
        at.lastRun(),
        at.progress(),
        at.batch(),
        at.verification(),
        at.contractWaits(),
        at.heldBack());
  }
}
