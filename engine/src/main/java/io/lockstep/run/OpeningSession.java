package io.lockstep.run;

import io.lockstep.DaemonTimer;
import io.lockstep.LockstepException;
import io.lockstep.database.Session;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** A session that another thread opens, while this one works. */
final class OpeningSession implements AutoCloseable {
  private final CompletableFuture<Session> opening;
  private boolean released;

  /**
   * @param open opens the session
   */
  OpeningSession(Supplier<Session> open) {
    this.opening = CompletableFuture.supplyAsync(open, DaemonTimer.onNewThread("lockstep-opening"));
  }

  private OpeningSession(CompletableFuture<Session> opening) {
    this.opening = opening;
  }

  /** One that is open already. */
  static OpeningSession of(Session open) {
    return new OpeningSession(CompletableFuture.completedFuture(open));
  }

  /**
   * Waits until the session is open, and returns it.
   *
   * @throws LockstepException if it can't be opened
   */
  Session get() {
    try {
      return opening.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException because ? because : e;
    }
  }

  /** Like {@link #get}, and leaves the session to the caller, who must close it. */
  Session release() {
    released = true;
    return get();
  }

  /** Closes the session, now or as soon as it is open, unless it was released. */
  @Override
  public void close() {
    if (!released) {
      CompletableFuture<Void> unused = opening.thenAccept(Session::close);
    }
  }
}
