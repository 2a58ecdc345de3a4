package io.lockstep;

import java.util.Arrays;
import java.util.List;

/** The exit code of a command, which other programs (a Job's podFailurePolicy) act on. */
public enum ExitCode {
  /** Done, or nothing to do, or superseded by a newer revision. */
  DONE(0, RunResult.DONE),
  /** An internal error of Lockstep, or a service that is not as wanted in time. */
  ERROR(1, RunResult.FAILED),
  /** Wrong usage: an unreadable target, an unknown app or version. */
  USAGE(2, RunResult.REFUSED),
  /** The plan can't be executed completely; nothing was changed. */
  REFUSED(3, RunResult.REFUSED),
  /** A migration failed; earlier ones are kept. */
  MIGRATION_FAILED(4, RunResult.FAILED),
  /** The run did not get the lock in time, or lost it. */
  LOCK_NOT_OBTAINED(5, RunResult.FAILED),
  /** The database could not be reached in time. */
  UNREACHABLE(6, RunResult.FAILED),
  /** A canary failed, and a retry would not help; nothing was changed here. */
  CANARY_FAILED(7, RunResult.REFUSED),
  /** Pods of an older version are left after the deadline, so the contract steps must wait. */
  OLD_PODS_LEFT(8, RunResult.FAILED),
  /** Ended by SIGTERM (128 + 15) after the running step; the lock is free. */
  TERMINATED(143, RunResult.STOPPED);

  private final int code;
  private final RunResult result;

  ExitCode(int code, RunResult result) {
    this.code = code;
    this.result = result;
  }

  /** The exit code of the process. */
  public int code() {
    return code;
  }

  /** The result of a run with this exit code, as the run log names it. */
  public RunResult result() {
    return result;
  }

  /** True if a retry without a change can't help, so that later turns must not wait. */
  public boolean isFinal() {
    return this == USAGE || this == REFUSED || this == MIGRATION_FAILED || this == CANARY_FAILED;
  }

  /** The codes of the values that are {@link #isFinal() final}. */
  public static List<Integer> finalCodes() {
    return Arrays.stream(values()).filter(ExitCode::isFinal).map(ExitCode::code).toList();
  }
}
