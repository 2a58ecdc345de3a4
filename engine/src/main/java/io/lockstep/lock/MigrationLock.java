package io.lockstep.lock;

import io.lockstep.CancellableClock;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.database.LockstepSchema;
import io.lockstep.database.ServerSession;
import io.lockstep.database.Session;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one lock of a database, made of two, because neither is enough:
 *
 * <ul>
 *   <li>A <b>session lock</b> (PostgreSQL manual, "Advisory Locks") is free the moment its holder's
 *       connection ends, so a killed process never blocks anybody. But a process can lose it
 *       without noticing (its connection cut, the server restarted) and go on; and on a node that
 *       is cut off the server keeps the session, and the lock, until TCP gives up, hours later.
 *   <li>A <b>lease</b> (ShedLock's row, with a time limit) ends by itself, and can be compared
 *       inside a transaction ({@link Fence}). But by itself it makes everybody wait its full time
 *       after every crash.
 * </ul>
 *
 * A holder has both. Who gets the session lock and finds a lease knows that its holder is dead, and
 * takes over at once. Who finds the lease run out but the session lock taken knows that the holder
 * is frozen or cut off, and ends its session.
 *
 * <p>Waiting is by polling, never by a blocking {@code pg_advisory_lock}: a session that waits in a
 * statement holds a snapshot, and CREATE INDEX CONCURRENTLY waits for that (Flyway issue 1654).
 */
public final class MigrationLock {
  private static final Logger log = LoggerFactory.getLogger(MigrationLock.class);
  private static final Duration POLL = Duration.ofMillis(500);

  /**
   * Of those who have waited for longer than a usual run takes: fifty of them ask less than 50
   * times a second.
   */
  private static final Duration PATIENT_POLL = Duration.ofMillis(1200);

  private static final Duration SAY_AGAIN = Duration.ofSeconds(10);

  /** A session that was told to end does so where its statement looks for interrupts. */
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
   * @param holder who asks
   * @param lease how long a holder may be silent
   */
  public MigrationLock(Session session, Holder holder, Duration lease, CancellableClock clock) {
    this.session = session;
    this.holder = holder;
    this.lease = lease;
    this.clock = clock;
    this.terminator = new StaleSessionTerminator(session, clock);
  }

  /**
   * How long an answer on the lock's session may take. The lease is extended on it three times
   * while it lasts: one that is not answered by the next but one can't be saved, and the holder
   * must know before another one takes over.
   */
  public static Duration responseTimeout(Duration lease) {
    Duration responseTimeout = Duration.ofMillis(lease.toMillis() * 2 / 3);
    return responseTimeout.compareTo(LEAST_PATIENCE) > 0 ? responseTimeout : LEAST_PATIENCE;
  }

  /**
   * Waits for the lock and takes it. Makes our tables where they are missing.
   *
   * @param wait how long to wait
   * @throws LockstepException ({@link ExitCode#LOCK_NOT_OBTAINED}) if others hold it for longer, or
   *     if what a dead holder has left at work on the server does not end in this time
   */
  public HeldLock acquire(Duration wait) {
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
        throw notObtained(attempt, wait);
      }
      if (now.minus(said).compareTo(SAY_AGAIN) >= 0) {
        log.info("waiting for the lock: {}", describe(attempt));
        said = now;
      }
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
   * While somebody else reads our tables, as pg_dump does for long, they can't be brought to our
   * version; who reads them behind us must get through. The pauses are too short for us to be taken
   * for a silent holder.
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

  /** Those of a holder that has let its lease run out, but whose session has the session lock. */
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
   * The attempt looked before it had the lock: somebody may have freed the lease, or taken it and
   * died, between the two. So only "free" is believed, and only if the row can be made.
   */
  private Lease takeLease(SessionLock.Attempt attempt, Duration left) {
    Optional<Lease> taken =
        attempt.sawNone() ? Lease.take(session, attempt.clock(), lease) : Optional.empty();
    return taken.orElseGet(
        () -> {
          LeaseTable.read(session.jdbc()).ifPresent(row -> takeOver(row, left));
          return Lease.take(session, DatabaseClock.read(session.jdbc()), lease)
              .orElseThrow(
                  () ->
                      new IllegalStateException("a lease appeared while we held the session lock"));
        });
  }

  /** Those that have the session lock, but no lease by which they would be known. */
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
   * The row stays until none of its sessions is at work any more: it is what the next one knows
   * them by if we die here. Its fence can't pass once the row is gone.
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
   * What the lease's row says of its session comes from these settings (see the table's defaults).
   * The lock's own statements see what others have committed, whatever the database's default is.
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

  private static String describe(SessionLock.Attempt attempt) {
    if (attempt.tablesLocked()) {
      return "Lockstep's own tables are locked by a session, which pg_locks shows";
    }
    return attempt
        .lease()
        .map(
            row ->
                "held by " + row.holder() + " since " + row.since().truncatedTo(ChronoUnit.SECONDS))
        .orElse("held by a process that is just starting or ending");
  }

  private LockstepException notObtained(SessionLock.Attempt attempt, Duration wait) {
    Optional<String> left =
        attempt
            .lease()
            .filter(LeaseRow::expired)
            .filter(row -> terminator.isRefused(row.holder()))
            .map(MigrationLock::processes);
    return new LockstepException(
        ExitCode.LOCK_NOT_OBTAINED,
        "waiting for the lock for " + wait.toSeconds() + " s",
        describe(attempt)
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
