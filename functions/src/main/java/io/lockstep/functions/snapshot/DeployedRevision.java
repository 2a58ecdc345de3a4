package io.lockstep.functions.snapshot;

import io.lockstep.audit.RunLogReader;
import java.util.Optional;

/**
 * Finds Helm's revision of the release that this process belongs to. A pod isn't told, since an
 * upgrade that changes nothing must leave it as it is; the rollout's Jobs have told the database.
 */
public final class DeployedRevision {
  private final ReadOnlyDatabase database;
  private final Deployment deployment;

  /** Looks for the revision of this release. */
  public DeployedRevision(ReadOnlyDatabase database, Deployment deployment) {
    this.database = database;
    this.deployment = deployment;
  }

  /**
   * The release with its revision, where one is known.
   *
   * @throws io.lockstep.LockstepException if the database can't be read
   */
  public Deployment now() {
    if (deployment.revision().isPresent()) {
      return deployment;
    }
    Optional<String> revision =
        deployment
            .releaseOfJobs()
            .flatMap(release -> deployment.rollout().flatMap(own -> find(release, own)));
    return deployment.at(revision);
  }

  private Optional<String> find(String release, String rollout) {
    return database.read(jdbc -> new RunLogReader(jdbc).revisionOf(release, rollout));
  }
}
