package io.lockstep.run;

import io.lockstep.database.Session;
import io.lockstep.lock.Holder;
import io.lockstep.run.session.HostName;
import java.util.Optional;

/**
 * What a run in one schema of a database leaves to the next run in another one: a session, and the
 * lock if that session has it.
 */
final class SessionKeeper implements AutoCloseable {
  private final boolean keeps;
  private Holder next = Holder.thisProcess(HostName.get());
  private Optional<Session> session = Optional.empty();
  private Optional<LockedSession> locked = Optional.empty();

  private SessionKeeper(boolean keeps) {
    this.keeps = keeps;
  }

  /** For several runs, one after the other; the caller must close it. */
  static SessionKeeper ofManyRuns() {
    return new SessionKeeper(true);
  }

  /** For one run, after which nothing is kept. */
  static SessionKeeper ofOneRun() {
    return new SessionKeeper(false);
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
      taken.ifPresent(LockedSession::close);
      return Optional.empty();
    }
    return taken;
  }

  /** Keeps a session without the lock for the next run. */
  void keep(Session unlocked) {
    session = Optional.of(unlocked);
  }

  /** Keeps the lock for the next run, or frees it if there is none or it can't be kept. */
  void giveBack(LockedSession used) {
    if (keeps && used.isHeld()) {
      locked = Optional.of(used);
    } else {
      used.close();
    }
  }

  @Override
  public void close() {
    takeSession().ifPresent(Session::close);
    takeLock().ifPresent(LockedSession::close);
  }
}
