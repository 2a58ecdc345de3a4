package io.lockstep.lock;

import io.lockstep.CancellableClock;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.database.ServerSession;
import io.lockstep.database.Session;
import io.lockstep.schema.LockstepSchema;
import io.lockstep.sql.RowNotWritten;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one lock of a database, made of two locks, because neither is enough:
 *
 * <ul>
 *   <li>A <b>session lock</b> (PostgreSQL manual, "Advisory Locks") is free the moment its holder's
 *       connection ends, so a killed process never blocks others. But a process can lose it without
 *       noticing (its connection breaks, the server restarts) and go on; and if a node is cut off,
 *       the server keeps the session, and the lock, until TCP gives up, hours later.
 *   <li>A <b>lease</b> (ShedLock's row, with a time limit) ends by itself, and can be compared
 *       inside a transaction ({@link Fence}). But alone it makes all waiters wait its full time
 *       after every crash.
 * </ul>
 *
 * A holder has both. A process that gets the session lock and finds a lease knows that the lease's
 * holder is dead, and takes over at once. A process that finds the lease expired but the session
 * lock taken knows that the holder is frozen or cut off, and ends its session.
 *
 * <p>Waiters poll, and never block in {@code pg_advisory_lock}: a session that waits in a statement
 * holds a snapshot, and CREATE INDEX CONCURRENTLY waits for that (Flyway issue 1654).
 */
public final class MigrationLock {
  /** An SQL condition: nobody has the lock, nor gets it until the end of this transaction. */
  public static final String IS_FREE = SessionLock.IS_FREE;

  private static final Logger log = LoggerFactory.getLogger(MigrationLock.class);
  private static final Duration POLL = Duration.ofMillis(500);

  /**
   * The poll interval of waiters that have waited longer than a usual run takes: fifty of them send
   * fewer than 50 queries a second.
   */
  private static final Duration PATIENT_POLL = Duration.ofMillis(1200);

  private static final Duration SAY_AGAIN = Duration.ofSeconds(10);

  /** The least time for a session to end: it ends when its statement checks for interrupts. */
  private static final Duration END = Duration.ofSeconds(5);

  private static final Duration LEAST_PATIENCE = Duration.ofSeconds(5);

  private static final String END_BY_HAND =
      "Run the same command again when it has ended; a superuser can end it with"
          + " pg_terminate_backend().";

  private final Session session;
  private final Holder holder;
  private final Duration lease;
  private final CancellableClock clock;
  private final StaleSessionTerminator terminator;
  private String frozen = "";
  private List<ServerSession> silentBefore = List.of();

  /**
   * @param session keeps the lock; nothing long may run on it
   * @param holder the process that asks for the lock
   * @param lease the longest silence of a holder
   */
  public MigrationLock(Session session, Holder holder, Duration lease, CancellableClock clock) {
    this.session = session;
    this.holder = holder;
    this.lease = lease;
    this.clock = clock;
    this.terminator = new StaleSessionTerminator(session, clock);
  }

  /**
   * The time limit for an answer on the lock's session. The lease is extended on it three times in
   * its duration. If an answer takes longer than two of these intervals, the lease can't be saved,
   * and the holder must know before another process takes over.
   */
  public static Duration responseTimeout(Duration lease) {
    Duration responseTimeout = Duration.ofMillis(lease.toMillis() * 2 / 3);
    return responseTimeout.compareTo(LEAST_PATIENCE) > 0 ? responseTimeout : LEAST_PATIENCE;
  }

  /**
   * Waits for the lock and takes it. Creates our tables where they are missing.
   *
   * @param wait the longest wait
   * @throws LockstepException ({@link ExitCode#LOCK_NOT_OBTAINED}) if others hold it for longer, or
   *     if the statements that a dead holder left on the server do not end in this time
   */
  public HeldLock acquire(Duration wait) {
    return acquire(wait, Optional.empty());
  }

  /**
   * Does the same.
   *
   * @param waiting is called after each try in vain
   */
  public HeldLock acquire(Duration wait, Optional<? extends Runnable> waiting) {
    setSessionVariables();
    Duration start = clock.elapsed();
    Duration said = start.minus(SAY_AGAIN);
    SessionLock lock = new SessionLock(session);
    SessionLock.Attempt attempt;
    for (attempt = lock.attempt(); !attempt.taken(); attempt = lock.attempt()) {
      Optional<LeaseRow> row = attempt.lease();
      Duration now = clock.elapsed();
      row.filter(LeaseRow::expired).ifPresent(this::endFrozen);
      if (row.map(LeaseRow::expired).orElse(true)) {
        endSilent(lock);
      }
      if (now.minus(start).compareTo(wait) >= 0) {
        throw notObtained(lock, attempt, wait);
      }
      if (now.minus(said).compareTo(SAY_AGAIN) >= 0) {
        log.info("waiting for the lock: {}", describe(lock, attempt));
        said = now;
      }
      waiting.ifPresent(Runnable::run);
      clock.pause(now.minus(start).compareTo(SAY_AGAIN) < 0 ? POLL : PATIENT_POLL);
    }
    makeTables(attempt.tables(), start, wait);
    Duration waited = clock.elapsed().minus(start);
    Lease taken = takeLease(attempt, wait.minus(waited));
    log.info(
        "lock obtained by {} after {} ms, lease {} s",
        holder.name(),
        waited.toMillis(),
        lease.toSeconds());
    return new HeldLock(session, holder, taken, lease, terminator);
  }

  /**
   * Creates or upgrades our tables. That fails while another session reads them, as pg_dump may for
   * long; and readers that queue behind us must get through, so this tries with pauses. The pauses
   * are short enough that no waiter takes us for a silent holder.
   */
  private void makeTables(int known, Duration start, Duration wait) {
    while (true) {
      try {
        LockstepSchema.ensure(session, known);
        return;
      } catch (LockstepException locked) {
        if (locked.exit() != ExitCode.LOCK_NOT_OBTAINED
            || clock.elapsed().minus(start).compareTo(wait) >= 0) {
          throw locked;
        }
        log.info("another session keeps Lockstep's own tables locked; trying again");
        clock.pause(PATIENT_POLL);
      }
    }
  }

  /** Ends the sessions of a holder that has the session lock, but whose lease has expired. */
  private void endFrozen(LeaseRow row) {
    if (!row.token().equals(frozen)) {
      frozen = row.token();
      log.warn(
          "the lease of {} has run out, but its session lives: it is frozen or cut off; ending its"
              + " sessions",
          row.holder());
    }
    terminator.end(row, Duration.ZERO);
  }

  /**
   * Takes the lease. The attempt read the row before it had the lock: meanwhile another process may
   * have freed the lease, or taken it and died. So only "free" is believed, and only if the row can
   * be inserted.
   */
  private Lease takeLease(SessionLock.Attempt attempt, Duration left) {
    Optional<Lease> taken =
        attempt.sawNone() ? Lease.take(session, attempt.clock(), lease) : Optional.empty();
    return taken.orElseGet(
        () -> {
          new LeaseTable(session.jdbc()).read().ifPresent(row -> takeOver(row, left));
          return Lease.take(session, DatabaseClock.read(session.jdbc()), lease)
              .orElseThrow(this::notTaken);
        });
  }

  /** ShedLock does not say why it could not insert the row. */
  private RuntimeException notTaken() {
    LeaseTable.tryOut(session);
    return RowNotWritten.in(LeaseTable.NAME);
  }

  /** Ends the sessions that have the session lock, but no lease that identifies them. */
  private void endSilent(SessionLock lock) {
    List<ServerSession> silent = lock.silentHolders(lease);
    if (!silent.isEmpty()) {
      if (!silent.equals(silentBefore)) {
        silentBefore = silent;
        log.warn(
            "process {} has the lock, no lease that lasts, and has been silent for {} s: ending its"
                + " session",
            silent.get(0).pid(),
            lease.toSeconds());
      }
      terminator.end(silent, "the silent process", Duration.ZERO);
    }
  }

  /**
   * Ends the dead holder's sessions before it removes the row. If we die here, the next holder
   * identifies them by the row. Their fence can't pass once the row is gone.
   */
  private void takeOver(LeaseRow row, Duration left) {
    log.warn(
        "taking over from {}, which held the lock since {} and whose session is gone",
        row.holder(),
        row.since().truncatedTo(ChronoUnit.SECONDS));
    if (!terminator.end(row, left.compareTo(END) > 0 ? left : END)) {
      throw new LockstepException(
          ExitCode.LOCK_NOT_OBTAINED,
          "taking over the lock from " + row.holder(),
          "a session that it has left on the server is still at work: process " + processes(row),
          END_BY_HAND);
    }
    new LeaseTable(session.jdbc()).remove(row.token());
  }

  /**
   * The lease's row takes its session columns from these settings (see the table's defaults). The
   * lock's own statements see the data that others have committed, whatever the database's default
   * isolation level is.
   */
  private void setSessionVariables() {
    session
        .jdbc()
        .sql(
            """
            select set_config('lockstep.token', :token, false),
                   set_config('lockstep.holder', :holder, false),
                   set_config('lockstep.session_start', :start, false),
                   set_config('default_transaction_isolation', 'read committed', false)
            """)
        .param("start", session.server().start().toString())
        .param("token", holder.token())
        .param("holder", holder.name())
        .query()
        .singleRow();
  }

  private static String describe(SessionLock lock, SessionLock.Attempt attempt) {
    if (attempt.tablesLocked()) {
      return "Lockstep's own tables are locked by a session, which pg_locks shows";
    }
    return attempt
        .lease()
        .map(
            row ->
                "held by " + row.holder() + " since " + row.since().truncatedTo(ChronoUnit.SECONDS))
        .orElseGet(
            () ->
                lock.waitsForStandby()
                    ? "held by a session whose commit waits for a standby that synchronous_standby_names demands"
                    : "held by a process that is just starting or ending");
  }

  private LockstepException notObtained(
      SessionLock lock, SessionLock.Attempt attempt, Duration wait) {
    Optional<String> left =
        attempt
            .lease()
            .filter(LeaseRow::expired)
            .filter(row -> terminator.isRefused(row.holder()))
            .map(MigrationLock::processes);
    return new LockstepException(
        ExitCode.LOCK_NOT_OBTAINED,
        "waiting for the lock for " + wait.toSeconds() + " s",
        describe(lock, attempt)
            + left.map(
                    processes ->
                        ", whose lease has run out, and whose sessions this role may not end: process "
                            + processes)
                .orElse(""),
        left.isPresent()
            ? END_BY_HAND
            : "Wait for that run to end, or give more time with --lock-wait.");
  }

  private static String processes(LeaseRow row) {
    return row.sessions().stream()
        .map(stale -> String.valueOf(stale.pid()))
        .collect(Collectors.joining(" or "));
  }
}
