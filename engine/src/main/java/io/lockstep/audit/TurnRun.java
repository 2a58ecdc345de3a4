package io.lockstep.audit;

import java.util.Optional;

/**
 * A run of one turn of a rollout.
 *
 * @param turn its number, from 1; 0 if the run has none
 * @param exit the exit code, if it has ended
 * @param reason why it did not reach its target; empty if it has
 * @param since true if it ended after the moment that was asked for
 */
public record TurnRun(
    int turn,
    String target,
    RunState result,
    Optional<Integer> exit,
    String reason,
    boolean since) {
  /** The first line of the reason. */
  public String reasonLine() {
    return reason.lines().findFirst().orElse("");
  }
}
