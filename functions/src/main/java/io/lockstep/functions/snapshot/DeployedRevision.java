package io.lockstep.functions.snapshot;

import io.lockstep.audit.RunLogReader;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Finds Helm's revision of the release that this process belongs to. A pod isn't told, since an
 * upgrade that changes nothing must leave it as it is; the rollout's Jobs have told the database.
 */
final class DeployedRevision {
  private final JdbcClient jdbc;

  DeployedRevision(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The release with its revision, where one is known. */
  Deployment of(Deployment deployment) {
    if (deployment.revision().isPresent()) {
      return deployment;
    }
    Optional<String> revision =
        deployment
            .releaseOfJobs()
            .flatMap(
                release ->
                    deployment
                        .rollout()
                        .flatMap(own -> new RunLogReader(jdbc).revisionOf(release, own)));
    return deployment.at(revision);
  }
}
