package io.lockstep;

import java.time.Duration;

/**
 * A clock whose waits SIGTERM ends. Every wait of a run goes through it, so that tests need no
 * time.
 */
public interface CancellableClock {
  /** Time passed since some fixed moment; never goes backwards. */
  Duration elapsed();

  /** How long the process has been there; never goes backwards. */
  Duration uptime();

  /**
   * Waits.
   *
   * @throws LockstepException ({@link ExitCode#TERMINATED}) as soon as the process was asked to end
   */
  void pause(Duration duration);

  /**
   * Goes on, unless the process was asked to end.
   *
   * @throws LockstepException ({@link ExitCode#TERMINATED}) if it was
   */
  void checkpoint();

  /** Whether the process was asked to end. */
  boolean isEnding();

  /** How long a step under way may still take then. */
  default Duration grace() {
    return Duration.ofSeconds(5);
  }
}
