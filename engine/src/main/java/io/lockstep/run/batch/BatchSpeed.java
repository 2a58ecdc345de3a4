package io.lockstep.run.batch;

import io.lockstep.CancellableClock;
import java.time.Duration;
import java.util.Optional;

/** The speed of this run of a step, its pauses included. */
final class BatchSpeed {
  private static final Duration LEAST = Duration.ofSeconds(1);

  private final CancellableClock clock;
  private final Duration began;

  BatchSpeed(CancellableClock clock) {
    this.clock = clock;
    this.began = clock.elapsed();
  }

  /** The rows in a second, with so many changed so far; empty in the first second. */
  Optional<Long> with(long rows) {
    Duration time = clock.elapsed().minus(began);
    return time.compareTo(LEAST) < 0
        ? Optional.empty()
        : Optional.of(rows * 1000 / time.toMillis());
  }
}
