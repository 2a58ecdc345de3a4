package io.lockstep.tenants.rollout;

/** The tenants that a process migrates. */
public enum RolloutStage {
  /** The canaries, and then the other tenants unless a canary has failed. */
  ALL,
  /** Only the canaries. */
  CANARY,
  /** The others, after this rollout has brought all canaries to the targets, in any process. */
  REST
}
