package io.lockstep.run;

import io.lockstep.database.Session;
import io.lockstep.fingerprint.scope.SchemaScopes;
import io.lockstep.lock.Holder;
import io.lockstep.rollout.SuccessorNotice;
import io.lockstep.run.report.MigrateRequest;
import io.lockstep.run.session.HostName;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What a run in one schema of a database leaves to the next run in another one: a session, and if
 * that session has the lock, the lock and the session that executes migrations.
 */
final class SessionKeeper implements AutoCloseable {
  /**
   * After so many runs the working session is a new one: PostgreSQL keeps in a session's memory
   * what it has read of each table.
   */
  private static final int MOST_RUNS = 100;

  /** Runs may be short; whether a newer rollout waits need not be asked more often. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private final boolean keeps;
  private Holder next = Holder.thisProcess(HostName.get());
  private Optional<Session> session = Optional.empty();
  private Optional<LockedSession> locked = Optional.empty();
  private Optional<Session> work = Optional.empty();
  private Optional<Duration> looked = Optional.empty();
  private boolean superseded;
  private int runs;
  private final SchemaScopes scopes;

  private SessionKeeper(boolean keeps, Set<String> tenants) {
    this.keeps = keeps;
    this.scopes = new SchemaScopes(tenants);
  }

  /**
   * For several runs, one after the other; the caller must close it.
   *
   * @param tenants the schemas of all tenants of the database, whether or not one of the runs is in
   *     them
   */
  static SessionKeeper ofManyRuns(Set<String> tenants) {
    return new SessionKeeper(true, tenants);
  }

  /** For one run, after which nothing is kept. */
  static SessionKeeper ofOneRun() {
    return new SessionKeeper(false, Set.of());
  }

  /** The holder that will ask for the lock next. */
  Holder next() {
    return next;
  }

  /** The holder that asks for the lock now; none is used twice. */
  Holder takeHolder() {
    Holder taken = next;
    next = Holder.thisProcess(HostName.get());
    return taken;
  }

  /** A session without the lock, if there is one that is open. */
  Optional<Session> takeSession() {
    Optional<Session> taken = session;
    session = Optional.empty();
    return taken.filter(Session::isOpen);
  }

  /** The lock, if it was kept, and was not lost meanwhile. */
  Optional<LockedSession> takeLock() {
    Optional<LockedSession> taken = locked;
    locked = Optional.empty();
    if (taken.filter(LockedSession::isHeld).isEmpty()) {
      closeWork();
      taken.ifPresent(LockedSession::close);
      return Optional.empty();
    }
    return taken;
  }

  /** True if the lock was kept, and is not known to be lost. */
  boolean hasLock() {
    return locked.filter(LockedSession::isHeld).isPresent();
  }

  /** The session that executes migrations under this lock: the one that was kept, or a new one. */
  OpeningSession work(Supplier<Session> open) {
    return takeWork().map(OpeningSession::of).orElseGet(() -> new OpeningSession(open));
  }

  /** Keeps that session for the next run under the same lock, or closes it if there is none. */
  void keepWork(Session used) {
    work = Optional.of(used);
    runs++;
    if (!keeps || runs % MOST_RUNS == 0) {
      closeWork();
    }
  }

  private Optional<Session> takeWork() {
    Optional<Session> taken = work;
    work = Optional.empty();
    return taken.filter(Session::isOpen);
  }

  private void closeWork() {
    takeWork().ifPresent(Session::close);
  }

  /** The schemas of the database, as the runs under this lock know them. */
  SchemaScopes scopes() {
    return scopes;
  }

  /** Nothing is known any more of what others may have changed; call it when the lock is new. */
  void beginAgain() {
    closeWork();
    scopes.forget();
  }

  /** Keeps a session without the lock for the next run. */
  void keep(Session unlocked) {
    session = Optional.of(unlocked);
  }

  /**
   * Looks, before a run that goes on with the lock of another one, whether a newer rollout waits
   * for it.
   */
  void look(LockedSession kept, MigrateRequest request, Duration now) {
    if (looked.filter(last -> now.minus(last).compareTo(LOOK_EVERY) < 0).isEmpty()) {
      looked = Optional.of(now);
      superseded |= kept.successor(request).filter(SuccessorNotice::isGiven).isPresent();
    }
  }

  /** No further run is to begin, and the lock is freed: a newer rollout waits for it. */
  void makeRoom() {
    superseded = true;
  }

  /** True if a newer rollout was found to wait. */
  boolean isSuperseded() {
    return superseded;
  }

  /** Keeps the lock for the next run, or frees it if there is none or it can't be kept. */
  void giveBack(LockedSession used) {
    if (keeps && used.isHeld() && !superseded) {
      locked = Optional.of(used);
    } else {
      closeWork(); // no session of a run outlives its lock
      used.close();
    }
  }

  @Override
  public void close() {
    takeSession().ifPresent(Session::close);
    closeWork();
    takeLock().ifPresent(LockedSession::close);
  }
}
