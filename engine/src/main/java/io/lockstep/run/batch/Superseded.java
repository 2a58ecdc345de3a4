package io.lockstep.run.batch;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;

/** A newer rollout waits, and the run makes room for it between two batches. */
public final class Superseded extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Superseded(String message) {
    super(message);
  }

  /** The words for the run log, in which the run was asked to end. */
  public LockstepException recorded() {
    return new LockstepException(
        ExitCode.TERMINATED,
        "going on with the batches",
        String.valueOf(getMessage()),
        "That one goes on from here, if its target has this step.");
  }
}
