package io.lockstep.lock;

import io.lockstep.DaemonTimer;
import io.lockstep.database.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** The lock while it is held: keeps the lease alive, and gives everything back when closed. */
public final class HeldLock implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HeldLock.class);

  /** How often a lease is extended in its own time. */
  public static final int EXTENSIONS_PER_LEASE = 3;

  private final Session session;
  private final Holder holder;
  private final Lease lease;
  private final DeadSessions deadSessions;
  private final long period;
  private final ScheduledExecutorService timer;
  private final ScheduledFuture<?> extensions;
  private final List<ScheduledFuture<?>> watches = new ArrayList<>();

  HeldLock(
      Session session, Holder holder, Lease lease, Duration duration, DeadSessions deadSessions) {
    this.deadSessions = deadSessions;
    this.session = session;
    this.holder = holder;
    this.lease = lease;
    this.timer = DaemonTimer.named("lockstep-lease");
    this.period = Math.max(1, duration.toMillis() / EXTENSIONS_PER_LEASE);
    this.extensions =
        timer.scheduleAtFixedRate(lease::extend, period, period, TimeUnit.MILLISECONDS);
  }

  /**
   * Watches over the session that the work is done on for as long as the lock is held, so that
   * nobody waits forever for an answer on it: see {@link CutOffWatch}.
   */
  public void watchOver(Session work) {
    CutOffWatch watch = new CutOffWatch(session, lease, work);
    watches.add(timer.scheduleAtFixedRate(watch::look, period, period, TimeUnit.MILLISECONDS));
  }

  /** Ends what of the work's session is left on the server, and waits until it is rolled back. */
  public void endWork() {
    LeaseRow.read(session.jdbc())
        .filter(row -> row.token().equals(holder.token()))
        .ifPresent(deadSessions::end);
  }

  Lease lease() {
    return lease;
  }

  /** Who holds it, for people. */
  public String holder() {
    return holder.name();
  }

  /** What each transaction has to pass before it commits. */
  public Fence fence() {
    return new Fence(holder.token());
  }

  /**
   * Goes on only if the lease is still being extended.
   *
   * @throws io.lockstep.Problem if it was lost
   */
  public void check() {
    if (lease.isLost()) {
      throw Fence.lost();
    }
  }

  /** False once the session that holds the lock is known to be broken. */
  public boolean isConnected() {
    return session.isOpen();
  }

  /** The timer that extends the lease; short tasks that use the lock's session may run on it. */
  public ScheduledExecutorService timer() {
    return timer;
  }

  /**
   * Frees the lock. The row goes first and the session lock last: whoever gets the session lock
   * must not find our row and think us dead. ShedLock's own unlock is not used, since it frees the
   * lease by name alone, whoever holds it.
   */
  @Override
  public void close() {
    extensions.cancel(false);
    watches.forEach(watch -> watch.cancel(false));
    timer.shutdownNow();
    try {
      session
          .jdbc()
          .sql("delete from lockstep.lease where name = :name and token = :token")
          .param("name", Lease.NAME)
          .param("token", holder.token())
          .update();
      session
          .jdbc()
          .sql("select pg_advisory_unlock(:key)")
          .param("key", SessionLock.KEY)
          .query(Boolean.class)
          .single();
    } catch (DataAccessException e) {
      log.debug("the session is gone, and the lock with it", e);
    }
  }
}
