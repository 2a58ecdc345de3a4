package io.lockstep.knative;

import picocli.CommandLine.ExitCode;

/**
 * Tells a user what was asked, why it can't be, and what to do next. Its message is all that is
 * shown. The engine has the same, which this module does without so that it stays small.
 */
final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exit;

  private Problem(int exit, String asked, String why, String next) {
    super(asked + ": " + why + "\n" + next);
    this.exit = exit;
  }

  /**
   * Not ready, not as wanted or not reachable; exits with 1.
   *
   * @param asked what was asked
   * @param why why it can't be
   * @param next what to do next
   */
  Problem(String asked, String why, String next) {
    this(ExitCode.SOFTWARE, asked, why, next);
  }

  /** Something is wrong with how we were called; exits with 2. */
  static Problem ofUsage(String asked, String why, String next) {
    return new Problem(ExitCode.USAGE, asked, why, next);
  }

  /** The same problem with the exception that led to it, for {@code --verbose}. */
  Problem causedBy(Throwable cause) {
    initCause(cause);
    return this;
  }

  /** The process exit code. */
  int exit() {
    return exit;
  }
}
