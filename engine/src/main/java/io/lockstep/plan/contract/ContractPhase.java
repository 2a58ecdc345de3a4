package io.lockstep.plan.contract;

/** Where a run stands in the rollout of the application. */
public enum ContractPhase {
  /** Its old pods still run. What they can't live with waits. */
  BEFORE_ROLLOUT,
  /**
   * The same, and another run of this rollout follows when they are gone: so whatever is taken back
   * waits as well, if it is no contract step.
   */
  BEFORE_ROLLOUT_FOLLOWED,
  /** Its old pods are gone. Nothing waits. */
  AFTER_ROLLOUT,
  /** Its old pods may still run, and nothing waits all the same. */
  EARLY;

  /** True if a step may have to wait. */
  public boolean waits() {
    return switch (this) {
      case BEFORE_ROLLOUT, BEFORE_ROLLOUT_FOLLOWED -> true;
      case AFTER_ROLLOUT, EARLY -> false;
    };
  }
}
