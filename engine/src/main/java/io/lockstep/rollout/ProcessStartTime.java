package io.lockstep.rollout;

import io.lockstep.CancellableClock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The start time of this process by the database's clock. It decides which of two processes is the
 * older, whichever reaches the database first. It is read once, so that a process that has to
 * connect again keeps its age.
 */
public final class ProcessStartTime {
  private final CancellableClock clock;
  private Optional<Instant> known = Optional.empty();

  /**
   * @param clock knows how long the process has been running
   */
  public ProcessStartTime(CancellableClock clock) {
    this.clock = clock;
  }

  /** Returns the start time, by the clock of the database that is asked first. */
  public synchronized Instant at(JdbcClient jdbc) {
    return known.orElseGet(
        () ->
            at(
                jdbc.sql("select clock_timestamp()")
                    .query(OffsetDateTime.class)
                    .single()
                    .toInstant()));
  }

  /**
   * The same.
   *
   * @param now the database's time, which has just been asked
   */
  synchronized Instant at(Instant now) {
    if (known.isEmpty()) {
      known = Optional.of(now.minus(clock.uptime()));
    }
    return known.get();
  }
}
