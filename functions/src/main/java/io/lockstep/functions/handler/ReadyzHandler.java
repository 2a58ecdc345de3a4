package io.lockstep.functions.handler;

import io.lockstep.LockstepException;
import io.lockstep.audit.RunLogReader;
import io.lockstep.catalog.Catalog;
import io.lockstep.functions.http.ProbeHandler;
import io.lockstep.functions.snapshot.Deployment;
import io.lockstep.functions.snapshot.ReadOnlyDatabase;
import io.lockstep.functions.snapshot.Snapshot;
import io.lockstep.functions.snapshot.Snapshots;
import io.lockstep.status.TargetStatus;
import io.lockstep.targets.Target;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /readyz}: ready once every app is at the revision's target, or past it at a version that
 * this image has: until the Job is done the old revision keeps the traffic, and after a rollback
 * the older image, which doesn't know the newest version, waits until that is undone.
 *
 * <p>From then on a database that can be read is enough: a pod must answer while a newer rollout's
 * Job has the database between the two, after that has failed, and after a migration by hand. So it
 * is for a pod that comes when its rollout is done or the release has gone on.
 */
public final class ReadyzHandler implements ProbeHandler {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.functions");

  private final ReadOnlyDatabase database;
  private final Snapshots snapshots;
  private final Catalog catalog;
  private final Deployment deployment;
  private final List<Target> targets;
  private volatile boolean serves;
  private volatile String said = "";

  /**
   * @param deployment with the revision's targets, of which the last of each app is where it ends;
   *     with none, a database that can be read is enough
   */
  public ReadyzHandler(
      ReadOnlyDatabase database, Snapshots snapshots, Catalog catalog, Deployment deployment) {
    this.database = database;
    this.snapshots = snapshots;
    this.catalog = catalog;
    this.deployment = deployment;
    this.serves = deployment.isLeft();
    this.targets = Target.lastOfEach(deployment.targets());
  }

  @Override
  public String path() {
    return "/readyz";
  }

  @Override
  public Result look() {
    try {
      Snapshot now = snapshots.now();
      said = "";
      Optional<String> missing = serves ? Optional.empty() : missing(now);
      if (missing.isEmpty() || isDone()) {
        serves = true;
        return new Result(true, "ready");
      }
      return new Result(false, missing.get());
    } catch (RuntimeException e) {
      say(e);
      return new Result(
          false,
          LockstepException.in(e).isPresent()
              ? "the database can't be read at the moment; the log says why"
              : "a fault of Lockstep; the log says which");
    }
  }

  /** Once, and not at each probe. */
  private void say(RuntimeException e) {
    String why = LockstepException.in(e).map(LockstepException::text).orElseGet(e::toString);
    if (!why.equals(said)) {
      why.lines().forEach(line -> log.warn("not ready: {}", line));
      said = why;
    }
    log.debug("not ready", e);
  }

  /** Its Jobs have succeeded, or those of the same targets and files before, wherever it is now. */
  private boolean isDone() {
    Optional<String> release = deployment.releaseOfJobs();
    Optional<String> rollout = deployment.rollout();
    return release.isPresent()
        && rollout.isPresent()
        && database.read(jdbc -> new RunLogReader(jdbc).isDone(release.get(), rollout.get()));
  }

  private Optional<String> missing(Snapshot now) {
    return targets.stream().flatMap(target -> missing(target, now).stream()).findFirst();
  }

  /** What waits for pods is not missing: it waits for those that this probe would hold up. */
  private Optional<String> missing(Target target, Snapshot now) {
    return TargetStatus.of(target, catalog, now.history(target.app()))
        .heldBackBy(now.heldBack(), now.unfinished())
        .missing();
  }
}
