package io.lockstep.jobs;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;

/** What happens to processes in one run of the soak, and what their scripts do. */
enum Mixture {
  /** Processes die. */
  KILL(Duration.ofSeconds(30), 3),
  /** Processes stand still for about as long as their lease lasts, or longer. */
  PAUSE(Duration.ofSeconds(2), 2),
  /** Connections break, with and without a word. */
  CUT(Duration.ofSeconds(2), 2),
  /**
   * Processes die or stand still, and the sessions that they leave can't be known by their name.
   */
  RENAME(Duration.ofSeconds(2), 1);

  private final Duration lease;
  private final int slowOneOutOf;

  Mixture(Duration lease, int slowOneOutOf) {
    this.lease = lease;
    this.slowOneOutOf = slowOneOutOf;
  }

  Duration lease() {
    return lease;
  }

  /** The migrations. */
  Path folder() {
    return MarkedSet.folder(this == RENAME ? MarkedSet.Scripts.RENAMING : MarkedSet.Scripts.PLAIN);
  }

  Disturbance draw(Random random) {
    int percent = random.nextInt(100);
    return switch (this) {
      case KILL -> Disturbance.KILL;
      case PAUSE -> Disturbance.PAUSE;
      case CUT -> cut(percent);
      case RENAME -> percent < 50 ? Disturbance.KILL : Disturbance.PAUSE;
    };
  }

  private static Disturbance cut(int percent) {
    if (percent < 70) {
      return percent < 35 ? Disturbance.RESET : Disturbance.RESET_ONE;
    }
    return percent < 94 ? Disturbance.SILENCE : Disturbance.SILENCE_ONE;
  }

  /** Whether it comes within a statement that is slow, and not at any moment. */
  boolean drawsSlowStatement(Random random) {
    return random.nextInt(slowOneOutOf) == 0;
  }

  /** Whether its processes reach the server through a network of their own. */
  boolean hasNetwork() {
    return this == CUT;
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
