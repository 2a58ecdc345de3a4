package io.lockstep.functions.page.timeline;

import io.lockstep.audit.RunState;
import io.lockstep.audit.step.StepEntry;
import io.lockstep.functions.page.format.DurationFormat;
import io.lockstep.functions.page.format.UtcTimestamp;
import io.lockstep.history.BatchProgress;
import io.lockstep.history.StepAction;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One step of a run as a row.
 *
 * @param action what it does; empty if that is not recorded
 * @param changed what its batches have changed, if it runs in batches
 * @param span when it was, within its run
 */
record StepRow(
    int position,
    Optional<StepAction> action,
    String script,
    RunState result,
    Optional<UtcTimestamp> began,
    Optional<String> took,
    Optional<String> changed,
    Optional<Span> span) {
  /**
   * A bar.
   *
   * @param x where it begins, in percent of the run's time
   */
  record Span(String x, String width) {
    private static final double LEAST = 0.6;

    private static Span of(Instant began, Duration took, Instant start, Duration whole) {
      double all = Math.max(1, whole.toMillis());
      double width = Math.min(100, Math.max(LEAST, 100 * took.toMillis() / all));
      double x = 100 * Duration.between(start, began).toMillis() / all;
      return new Span(Coordinate.of(Math.max(0, Math.min(x, 100 - width))), Coordinate.of(width));
    }
  }

  /**
   * @param start of the run
   * @param whole the run's time
   */
  static StepRow of(StepEntry step, Instant start, Duration whole) {
    return new StepRow(
        step.position(),
        step.action().filter(action -> action != StepAction.UNKNOWN),
        step.script(),
        step.result(),
        step.beganAt().map(UtcTimestamp::of),
        step.millis().map(Duration::ofMillis).map(DurationFormat::text),
        step.rowsChanged().map(rows -> BatchProgress.rowsText(rows, step.batches().orElse(0))),
        step.beganAt()
            .flatMap(
                began ->
                    step.millis()
                        .map(millis -> Span.of(began, Duration.ofMillis(millis), start, whole))));
  }
}
