package io.lockstep.lock;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import net.javacrumbs.shedlock.core.ClockProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The database's time, advanced by this machine's monotonic clock. ShedLock takes times from its
 * client; a client whose clock is ten minutes off would take over living leases, or keep its own
 * too long. The wall-clock time of this machine is never used.
 */
final class DatabaseClock extends Clock {
  /** ShedLock has one clock for the whole process, while each thread may be at another database. */
  private static final ThreadLocal<@Nullable Clock> OF_THREAD = new ThreadLocal<>();

  /** The clock that the thread which asks has chosen. */
  private static final Clock SHARED =
      ((InstantSource) () -> Objects.requireNonNull(OF_THREAD.get()).instant())
          .withZone(ZoneOffset.UTC);

  private final Instant then;
  private final long nanosThen;

  private DatabaseClock(Instant then, long nanosThen) {
    this.then = then;
    this.nanosThen = nanosThen;
  }

  /** Asks the database. The result is late by the answer's travel time, never early. */
  static DatabaseClock read(JdbcClient jdbc) {
    return jdbc.sql("select clock_timestamp() as now")
        .query((rs, i) -> DatabaseClock.of(rs, "now"))
        .single();
  }

  /** Reads the time from this column of an answer that has just arrived. */
  static DatabaseClock of(ResultSet rs, String column) throws SQLException {
    Instant now = rs.getObject(column, OffsetDateTime.class).toInstant();
    return new DatabaseClock(now, System.nanoTime());
  }

  /** Makes it the one that ShedLock goes by on this thread. */
  void use() {
    OF_THREAD.set(this);
    ClockProvider.setClock(SHARED);
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
