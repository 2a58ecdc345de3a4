package io.lockstep.lock;

import io.lockstep.DaemonTimer;
import io.lockstep.database.ServerSession;
import io.lockstep.database.Session;
import io.lockstep.sql.RowNotWritten;
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

/** The lock while it is held. Keeps the lease alive, and releases everything when closed. */
public final class HeldLock implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HeldLock.class);

  /** The number of times a lease is extended within its own duration. */
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
  private boolean workMayLive;

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
   * Watches the work's session while the lock is held, so that no thread waits forever for an
   * answer on it: see {@link ConnectionWatchdog}. An earlier session is watched no more.
   */
  public void workOn(Session session) {
    if (work.equals(Optional.of(session.server()))) {
      return; // that of the run before, in another schema
    }
    work = Optional.of(session.server());
    recorded = false;
    endWatches();
    ConnectionWatchdog watch = new ConnectionWatchdog(this.session, lease, session);
    watches.add(timer.scheduleAtFixedRate(watch::look, period, period, TimeUnit.MILLISECONDS));
  }

  /**
   * Records the work's session in the lease, so that the next holder can end it. Call it before a
   * transaction begins on that session; most runs begin none.
   *
   * @throws io.lockstep.LockstepException if the lease was lost
   */
  public void beginWork() {
    if (!recorded && work.isPresent()) {
      if (!table().recordWork(holder.token(), work.get())) {
        RowNotWritten.unless(!table().isHeldBy(holder.token()), LeaseTable.NAME);
        throw Fence.lost();
      }
      recorded = true;
    }
  }

  /**
   * Ends the work's session if it is still on the server, and waits until it is gone.
   *
   * @throws io.lockstep.LockstepException if the lease was lost meanwhile, or if the process is to
   *     end
   */
  public void endWork() {
    endWatches();
    workMayLive = true;
    while (!terminator.end(work.stream().toList(), holder.name(), PATIENCE)) {
      log.warn("the session that the migrations ran on is still at work on the server; waiting");
      check();
    }
    workMayLive = false;
  }

  /**
   * Ends the work's session on the server after the lease was lost, if this process can. Otherwise
   * the next holder does it by the lease's row, which stays.
   */
  private void endLostWork() {
    try {
      terminator.end(work.stream().toList(), holder.name(), PATIENCE);
    } catch (DataAccessException e) {
      log.debug("the lock's session is gone, too", e);
    }
  }

  private void endWatches() {
    watches.forEach(watch -> watch.cancel(false));
    watches.clear();
  }

  private LeaseTable table() {
    return new LeaseTable(session.jdbc());
  }

  Lease lease() {
    return lease;
  }

  /** The holder's name, for people. */
  public String holder() {
    return holder.name();
  }

  /** The holder. */
  public Holder owner() {
    return holder;
  }

  /** The check that each transaction must pass before it commits. */
  public Fence fence() {
    return new Fence(holder.token(), lease::until);
  }

  /**
   * Returns only if the lease is still being extended.
   *
   * @throws io.lockstep.LockstepException if it was lost; the work's session has then been ended,
   *     if that was possible
   */
  public void check() {
    if (lease.isLost()) {
      endLostWork();
      throw Fence.lost();
    }
  }

  /**
   * Returns only if the database confirms that the lease is ours. It is for statements that commit
   * by themselves, where a fence is impossible: a process that was frozen may not know yet that it
   * has lost the lease.
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

  /** True if the database confirms that the lease is ours. */
  public boolean isOurs() {
    return isHeld() && table().isHeldBy(holder.token());
  }

  /** False once the lock is known to be lost. */
  public boolean isHeld() {
    return isConnected() && !lease.isLost();
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
   * Frees the lock. A lost lock leaves its row, so that the next holder knows which sessions to
   * end; so does one whose work's session has not ended yet. The row is deleted first and the
   * session lock released last: the next process to get the session lock must not find our row and
   * take us for dead. ShedLock's own unlock is not used, because it frees the lease by name alone,
   * even another holder's.
   */
  @Override
  public void close() {
    extensions.cancel(false);
    endWatches();
    timer.shutdownNow();
    try {
      if (!lease.isLost() && !isAtWork()) {
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

  /** True if the work's session could not be waited for, and is still on the server. */
  private boolean isAtWork() {
    return workMayLive && !terminator.end(work.stream().toList(), holder.name(), Duration.ZERO);
  }
}
