package io.lockstep.lock;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The database's time, carried on by this machine's monotonic clock. ShedLock takes times from its
 * client; a client whose clock is ten minutes off would steal or outlive leases. Wall-clock time of
 * this machine is never used.
 */
final class DatabaseClock extends Clock {
  private final Instant then;
  private final long nanosThen;

  private DatabaseClock(Instant then, long nanosThen) {
    this.then = then;
    this.nanosThen = nanosThen;
  }

  /** Asks the database; the answer is late by the way back, never early. */
  static DatabaseClock read(JdbcClient jdbc) {
    Instant now =
        jdbc.sql("select clock_timestamp()").query(OffsetDateTime.class).single().toInstant();
    return new DatabaseClock(now, System.nanoTime());
  }

  @Override
  public Instant instant() {
    return then.plus(Duration.ofNanos(System.nanoTime() - nanosThen));
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
