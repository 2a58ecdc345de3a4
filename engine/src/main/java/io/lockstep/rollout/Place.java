package io.lockstep.rollout;

import java.util.Optional;

/** A rollout, and the turn in it if its targets have a process each. */
public record Place(Rollout rollout, Optional<Turn> turn) {
  @Override
  public String toString() {
    return rollout + turn.map(t -> ", turn " + t).orElse("");
  }
}
