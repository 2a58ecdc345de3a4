package io.lockstep;

import java.time.Duration;

/** Time and waiting, so that tests need neither: every wait of a run goes through here. */
public interface Pace {
  /** Time passed since some fixed moment; never goes backwards. */
  Duration elapsed();

  /** How long the process has been there; never goes backwards. */
  Duration uptime();

  /**
   * Waits.
   *
   * @throws Problem ({@link Exit#TERMINATED}) as soon as the process was asked to end
   */
  void pause(Duration duration);

  /**
   * Goes on, unless the process was asked to end.
   *
   * @throws Problem ({@link Exit#TERMINATED}) if it was
   */
  void checkpoint();

  /** Whether the process was asked to end. */
  boolean isEnding();

  /** How long a step under way may still take then. */
  default Duration grace() {
    return Duration.ofSeconds(5);
  }
}
