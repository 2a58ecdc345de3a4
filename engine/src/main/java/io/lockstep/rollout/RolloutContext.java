package io.lockstep.rollout;

import java.util.Optional;

/**
 * The rollout that a process belongs to, and its turn if each target has a process of its own.
 *
 * @param job the uid of the Kubernetes Job, which all of its pods share; it distinguishes the Jobs
 *     that a rollback has created again from late pods of the older revision
 * @param current the id of the rollout that the release had when this process was started, as its
 *     environment says; a pod that is late finds another id there than its own
 * @param afterCanaries true for the Job of the tenants that come after the canaries, which have a
 *     Job of the same turn
 * @param schema the schema whose turns they are, if tenants are schemas of one database; empty if
 *     they are the database's
 */
public record RolloutContext(
    Rollout rollout,
    Optional<Turn> turn,
    Optional<String> job,
    Optional<String> current,
    boolean afterCanaries,
    Optional<String> schema) {
  /** Kubernetes gives an empty text for a label that does not exist: there is no Job then. */
  public RolloutContext {
    job = job.filter(uid -> !uid.isBlank());
    current = current.filter(id -> !id.isBlank());
  }

  /** The rollout of a process that does not come after canaries. */
  public RolloutContext(
      Rollout rollout, Optional<Turn> turn, Optional<String> job, Optional<String> current) {
    this(rollout, turn, job, current, false, Optional.empty());
  }

  /** A rollout outside of Kubernetes. */
  public RolloutContext(Rollout rollout, Optional<Turn> turn) {
    this(rollout, turn, Optional.empty(), Optional.empty());
  }

  /** The reason why this rollout is out of date, if the release has moved on to another one. */
  public Optional<String> movedOn() {
    return current
        .filter(id -> !id.equals(rollout.id()))
        .map(id -> rollout.release() + " is at " + id + ", this is " + rollout.id());
  }

  /** The same for the Job of the tenants after the canaries. */
  public RolloutContext forTenantsAfterCanaries() {
    return new RolloutContext(rollout, turn, job, current, true, schema);
  }

  /** The same for a tenant that is this schema of its database. */
  public RolloutContext forTenantIn(String tenantsSchema) {
    return new RolloutContext(
        rollout, turn, job, current, afterCanaries, Optional.of(tenantsSchema));
  }

  /**
   * The number under which its Job is recorded: each Job of a rollout has its own. Canaries and
   * other tenants can be schemas of one database, where both of their Jobs are recorded then.
   */
  int jobNumber() {
    int number = turn.map(Turn::number).orElse(1);
    return afterCanaries ? -number : number;
  }

  @Override
  public String toString() {
    return rollout + turn.map(t -> ", turn " + t).orElse("");
  }
}
