package io.lockstep.lock;

import io.lockstep.database.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import net.javacrumbs.shedlock.core.ClockProvider;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.SimpleLock;
import net.javacrumbs.shedlock.provider.jdbc.JdbcLockProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ShedLock's row, held for a limited time and extended while the holder lives.
 *
 * <p>ShedLock's own KeepAliveLockProvider is not used: its timer stops for good when an extension
 * throws. This class tries again until the lease expires.
 */
final class Lease {
  /** The one lock of a database. */
  static final String NAME = "migrations";

  private static final Logger log = LoggerFactory.getLogger(Lease.class);

  private final Session session;
  private final Duration duration;
  private SimpleLock lock;
  private volatile boolean lost;
  private volatile Instant until;

  private Lease(Session session, Duration duration, SimpleLock lock, Instant until) {
    this.session = session;
    this.duration = duration;
    this.lock = lock;
    this.until = until;
  }

  /** Takes the lease if its row is free. The caller must hold the session lock. */
  static Optional<Lease> take(Session session, DatabaseClock clock, Duration duration) {
    clock.use();
    Instant until = clock.instant().plus(duration);
    return new JdbcLockProvider(session.dataSource(), LeaseTable.NAME)
        .lock(new LockConfiguration(ClockProvider.now(), NAME, duration, Duration.ZERO))
        .map(lock -> new Lease(session, duration, lock, until));
  }

  /** Extends it to its full time from now. Runs on a timer's thread, and must not throw. */
  void extend() {
    if (lost) {
      return;
    }
    try {
      DatabaseClock clock = DatabaseClock.read(session.jdbc());
      clock.use();
      Instant next = clock.instant().plus(duration);
      Optional<SimpleLock> extended = lock.extend(duration, Duration.ZERO);
      extended.ifPresentOrElse(l -> lock = l, () -> lost = true);
      if (!lost) {
        until = next;
      }
    } catch (RuntimeException e) {
      log.warn("the lease could not be extended, trying again: {}", e.getMessage());
      lost = lost || !session.isOpen();
    }
  }

  /** The time that it lasts without an extension. */
  Duration duration() {
    return duration;
  }

  /** The time of its expiry by the database's clock, as far as this process knows. */
  Instant until() {
    return until;
  }

  boolean isLost() {
    return lost;
  }
}
