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

  /**
   * @param open opens the session
   */
  OpeningSession(Supplier<Session> open) {
    this.opening = CompletableFuture.supplyAsync(open, DaemonTimer.onNewThread("lockstep-opening"));
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

  /** Closes the session, now or as soon as it is open. */
  @Override
  public void close() {
    CompletableFuture<Void> unused = opening.thenAccept(Session::close);
  }
}
