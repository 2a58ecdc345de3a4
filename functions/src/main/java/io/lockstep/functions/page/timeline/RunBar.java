package io.lockstep.functions.page.timeline;

import io.lockstep.audit.RunEntry;
import io.lockstep.audit.RunState;
import io.lockstep.functions.page.format.RunWords;
import io.lockstep.functions.page.format.UtcTimestamp;
import java.time.Duration;
import java.util.Optional;

/**
 * A run in the timeline. Its colour and its sign are those of its result.
 *
 * @param slot where its place begins, in percent of the width
 * @param slotWidth how wide that is
 * @param x where the bar begins
 * @param middle of the bar
 * @param y from the top, in pixels
 * @param signY where the sign above it stands
 * @param sign empty if it is done
 * @param text what it is, for people who point at it
 */
record RunBar(
    long id,
    RunState result,
    String slot,
    String slotWidth,
    String x,
    String middle,
    String width,
    String y,
    String height,
    String signY,
    Optional<String> sign,
    String text) {
  private static final double WIDEST = 2;
  private static final double OF_SLOT = 0.66;
  private static final double ABOVE = 4;

  /**
   * @param place its place, from 0
   * @param of how many places there are
   */
  static RunBar of(RunEntry run, int place, int of, DurationScale scale) {
    double slot = 100.0 / of;
    double width = Math.min(WIDEST, slot * OF_SLOT);
    double middle = slot * (place + 0.5);
    double height = scale.height(RunWords.duration(run).orElse(Duration.ZERO));
    double y = DurationScale.bottom() - height;
    UtcTimestamp started = UtcTimestamp.of(run.startedAt());
    return new RunBar(
        run.id(),
        run.result(),
        Coordinate.of(slot * place),
        Coordinate.of(slot),
        Coordinate.of(middle - width / 2),
        Coordinate.of(middle),
        Coordinate.of(width),
        Coordinate.of(y),
        Coordinate.of(height),
        Coordinate.of(y - ABOVE),
        sign(run.result()),
        "Run %d: %s, %s%s, %s %s UTC"
            .formatted(
                run.id(),
                run.target(),
                run.result(),
                RunWords.took(run).map(took -> " after " + took).orElse(""),
                started.date(),
                started.time()));
  }

  /** As the style sheet has them beside the words. */
  private static Optional<String> sign(RunState result) {
    return switch (result) {
      case DONE -> Optional.empty();
      case RUNNING -> Optional.of("○");
      case REFUSED -> Optional.of("⊘");
      case STOPPED -> Optional.of("■");
      case FAILED -> Optional.of("✕");
      case DIED -> Optional.of("†");
      case UNKNOWN -> Optional.of("?");
    };
  }
}
