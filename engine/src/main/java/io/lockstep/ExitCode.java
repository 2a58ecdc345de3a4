package io.lockstep;

import java.util.Arrays;
import java.util.List;

/** How a command ended, as the exit code that other programs (a Job's podFailurePolicy) act on. */
public enum ExitCode {
  /** Done, or nothing to do; also a run that a newer revision has superseded. */
  DONE(0),
  /** An internal error of Lockstep. */
  FAULT(1),
  /** Wrong usage: an unreadable target, an unknown app or version. */
  USAGE(2),
  /** The plan cannot be carried out whole; nothing was changed. */
  REFUSED(3),
  /** A migration failed; earlier ones are kept. */
  MIGRATION_FAILED(4),
  /** The lock was not obtained in time, or was lost to another holder. */
  LOCK_NOT_OBTAINED(5),
  /** The database could not be reached in time. */
  UNREACHABLE(6),
  /** An earlier wave of tenants failed for good; nothing was changed here. */
  CANARY_FAILED(7),
  /** Ended by SIGTERM (128 + 15) after the step under way; the lock is free. */
  TERMINATED(143);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** The process exit code. */
  public int code() {
    return code;
  }

  /** How a run that ended so is called. */
  public String result() {
    return switch (this) {
      case DONE -> "done";
      case USAGE, REFUSED, CANARY_FAILED -> "refused";
      case TERMINATED -> "stopped";
      case FAULT, MIGRATION_FAILED, LOCK_NOT_OBTAINED, UNREACHABLE -> "failed";
    };
  }

  /** True where trying again without a change cannot help, so that later turns must not wait. */
  public boolean isFinal() {
    return this == USAGE || this == REFUSED || this == MIGRATION_FAILED || this == CANARY_FAILED;
  }

  /** The exit codes of those that are {@link #isFinal() final}. */
  public static List<Integer> finalCodes() {
    return Arrays.stream(values()).filter(ExitCode::isFinal).map(ExitCode::code).toList();
  }
}
