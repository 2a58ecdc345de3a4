package io.lockstep.rollout;

import java.util.Optional;

/**
 * A rollout, and the turn in it if its targets have a process each.
 *
 * @param job the uid of the Kubernetes Job, which all of its pods share; it tells Jobs that a
 *     rollback has made again from late pods of the older revision
 * @param current the generation that the release was at when this process was started, as its
 *     environment says; a pod that is late finds another one there than its own
 */
public record RolloutContext(
    Rollout rollout, Optional<Turn> turn, Optional<String> job, Optional<String> current) {
  /** Kubernetes gives an empty text for a label that isn't there: that is no Job. */
  public RolloutContext {
    job = job.filter(uid -> !uid.isBlank());
    current = current.filter(id -> !id.isBlank());
  }

  /** A rollout outside of Kubernetes. */
  public RolloutContext(Rollout rollout, Optional<Turn> turn) {
    this(rollout, turn, Optional.empty(), Optional.empty());
  }

  /** Why nobody wants this rollout any more, if the release has moved on to another. */
  public Optional<String> movedOn() {
    return rollout instanceof Rollout.Generation own
        ? current
            .filter(id -> !id.equals(own.id()))
            .map(id -> own.release() + " is at " + id + ", this is " + own.id())
        : Optional.empty();
  }

  int turnNumber() {
    return turn.map(Turn::number).orElse(1);
  }

  @Override
  public String toString() {
    return rollout + turn.map(t -> ", turn " + t).orElse("");
  }
}
