package io.lockstep.lock;

import io.lockstep.DaemonTimer;
import io.lockstep.database.ServerSession;
import io.lockstep.database.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Session session;
  private final Holder holder;
  private final Lease lease;
  private final StaleSessionTerminator terminator;
  private final long period;
  private final ScheduledExecutorService timer;
  private final ScheduledFuture<?> extensions;
  private final List<ScheduledFuture<?>> watches = new ArrayList<>();
  private Optional<ServerSession> work = Optional.empty();
  private boolean recorded;

  HeldLock(
      Session session,
      Holder holder,
      Lease lease,
      Duration duration,
      StaleSessionTerminator terminator) {
    this.terminator = terminator;
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
   * nobody waits forever for an answer on it: see {@link ConnectionWatchdog}.
   */
  public void workOn(Session session) {
    work = Optional.of(session.server());
    recorded = false;
    ConnectionWatchdog watch = new ConnectionWatchdog(this.session, lease, session);
    watches.add(timer.scheduleAtFixedRate(watch::look, period, period, TimeUnit.MILLISECONDS));
  }

  /**
   * Writes down on which session the work is done: whoever takes over ends it. Call it before a
   * transaction is begun on that session; most runs have none to begin.
   *
   * @throws io.lockstep.LockstepException if the lease was lost
   */
  public void beginWork() {
    if (!recorded && work.isPresent()) {
      if (!table().recordWork(holder.token(), work.get())) {
        throw Fence.lost();
      }
      recorded = true;
    }
  }

  /**
   * Ends what of the work's session is left on the server, and waits until it is gone.
   *
   * @throws io.lockstep.LockstepException if the lease was lost meanwhile
   */
  public void endWork() {
    while (!terminator.end(work.stream().toList(), holder.name(), PATIENCE)) {
      log.warn("the session that the migrations ran on is still at work on the server; waiting");
      check();
    }
  }

  /**
   * Ends what of the work's session is left on the server after the lease was lost, as far as that
   * can be done from here; whoever has the lock next does it else, since the lease's row stays.
   */
  private void endLostWork() {
    try {
      terminator.end(work.stream().toList(), holder.name(), PATIENCE);
    } catch (DataAccessException e) {
      log.debug("the lock's session is gone, too", e);
    }
  }

  private LeaseTable table() {
    return new LeaseTable(session.jdbc());
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
    return new Fence(holder.token(), lease::until);
  }

  /**
   * Goes on only if the lease is still being extended.
   *
   * @throws io.lockstep.LockstepException if it was lost; the work's session has then been ended,
   *     if that could be done
   */
  public void check() {
    if (lease.isLost()) {
      endLostWork();
      throw Fence.lost();
    }
  }

  /**
   * Goes on only if the database says that the lease is ours: for what commits by itself, where no
   * fence can stand. A process that stood still may not know yet.
   *
   * @throws io.lockstep.LockstepException as {@link #check}
   */
  public void verify() {
    check();
    if (!table().isHeldBy(holder.token())) {
      endLostWork();
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
   * Frees the lock; one that was lost leaves its row, so that the next holder knows which sessions
   * to end. The row goes first and the session lock last: whoever gets the session lock must not
   * find our row and think us dead. ShedLock's own unlock is not used, since it frees the lease by
   * name alone, whoever holds it.
   */
  @Override
  public void close() {
    extensions.cancel(false);
    watches.forEach(watch -> watch.cancel(false));
    timer.shutdownNow();
    try {
      if (!lease.isLost()) {
        table().remove(holder.token());
      }
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
