package io.lockstep.rollout;

import java.util.Optional;

/**
 * A rollout, and the turn in it if its targets have a process each.
 *
 * @param job the uid of the Kubernetes Job, which all of its pods share; it tells Jobs that a
 *     rollback has made anew from late pods of the older revision
 */
public record Place(Rollout rollout, Optional<Turn> turn, Optional<String> job) {
  /** A place outside of Kubernetes. */
  public Place(Rollout rollout, Optional<Turn> turn) {
    this(rollout, turn, Optional.empty());
  }

  int turnNumber() {
    return turn.map(Turn::number).orElse(1);
  }

  @Override
  public String toString() {
    return rollout + turn.map(t -> ", turn " + t).orElse("");
  }
}
