package io.lockstep;

import java.time.Duration;

/**
 * A clock whose waits SIGTERM ends. Every wait of a run uses it, so that tests control the time.
 */
public interface CancellableClock {
  /** The time since a fixed moment; it never decreases. */
  Duration elapsed();

  /** The time since the process started; it never decreases. */
  Duration uptime();

  /**
   * Waits for this time.
   *
   * @throws LockstepException ({@link ExitCode#TERMINATED}) as soon as the process is asked to end
   */
  void pause(Duration duration);

  /**
   * Returns only if the process was not asked to end.
   *
   * @throws LockstepException ({@link ExitCode#TERMINATED}) otherwise
   */
  void checkpoint();

  /** True once the process was asked to end. */
  boolean isEnding();

  /** The reason to end, for people. */
  default String endingReason() {
    return "asked to end (SIGTERM)";
  }

  /** The time that a running step still gets after the process was asked to end. */
  default Duration grace() {
    return Duration.ofSeconds(5);
  }
}
