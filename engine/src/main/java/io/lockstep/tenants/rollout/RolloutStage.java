package io.lockstep.tenants.rollout;

/** Which of the two waves a process carries out. */
public enum RolloutStage {
  /** The canaries, and, if none has failed, the rest. */
  ALL,
  /** The canaries alone. */
  CANARY,
  /** The rest, once all canaries are at the targets by this rollout, whoever brings them there. */
  REST
}
