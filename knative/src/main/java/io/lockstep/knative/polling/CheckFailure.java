package io.lockstep.knative.polling;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;

/** The end of a command with exit code 1: not ready, not as wanted, or no answer in time. */
public final class CheckFailure {
  private CheckFailure() {}

  /**
   * The exception that ends it.
   *
   * @param asked what was asked
   * @param why why it can't be
   * @param next what to do next
   */
  public static LockstepException of(String asked, String why, String next) {
    return new LockstepException(ExitCode.ERROR, asked, why, next);
  }
}
