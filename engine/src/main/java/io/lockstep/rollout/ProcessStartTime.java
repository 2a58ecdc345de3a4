package io.lockstep.rollout;

import io.lockstep.CancellableClock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * When this process was started, by the database's clock: of two processes, the one that was
 * started first is the older, whichever reaches the database first. Found out once, so that a
 * process stays as old as it is when it has to connect again.
 */
public final class ProcessStartTime {
  private final CancellableClock clock;
  private Optional<Instant> known = Optional.empty();

  /**
   * @param clock tells how long the process has been there
   */
  public ProcessStartTime(CancellableClock clock) {
    this.clock = clock;
  }

  /** The moment, by this database's clock if it is the first one that is asked. */
  public synchronized Instant at(JdbcClient jdbc) {
    if (known.isEmpty()) {
      OffsetDateTime now =
          jdbc.sql("select clock_timestamp()").query(OffsetDateTime.class).single();
      known = Optional.of(now.toInstant().minus(clock.uptime()));
    }
    return known.get();
  }
}
