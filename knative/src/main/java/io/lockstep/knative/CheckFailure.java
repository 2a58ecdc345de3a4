package io.lockstep.knative;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;

/** How a command ends with 1: not ready, not as wanted, or no answer, within the timeout. */
final class CheckFailure {
  private CheckFailure() {}

  /**
   * The exception that ends it.
   *
   * @param asked what was asked
   * @param why why it can't be
   * @param next what to do next
   */
  static LockstepException of(String asked, String why, String next) {
    return new LockstepException(ExitCode.FAULT, asked, why, next);
  }
}
