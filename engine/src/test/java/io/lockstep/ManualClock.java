package io.lockstep;

import java.time.Duration;

/** A clock for tests: waiting takes no time, but passes it; and something can happen meanwhile. */
public final class ManualClock implements CancellableClock {
  private final Runnable meanwhile;
  private Duration now = Duration.ZERO;

  /**
   * @param meanwhile what happens during each pause
   */
  public ManualClock(Runnable meanwhile) {
    this.meanwhile = meanwhile;
  }

  @Override
  public Duration elapsed() {
    return now;
  }

  @Override
  public Duration uptime() {
    return now;
  }

  @Override
  public void pause(Duration duration) {
    now = now.plus(duration);
    meanwhile.run();
  }

  @Override
  public void checkpoint() {}

  @Override
  public boolean isEnding() {
    return false;
  }
}
