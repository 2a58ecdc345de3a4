package io.lockstep.run;

import io.lockstep.LockstepException;
import io.lockstep.database.Session;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** A session that is opened on a thread of its own, while another one is at work. */
final class OpeningSession implements AutoCloseable {
  private final CompletableFuture<Session> opening;

  /**
   * @param open opens it
   */
  OpeningSession(Supplier<Session> open) {
    this.opening = CompletableFuture.supplyAsync(open);
  }

  /**
   * The session, as soon as it is open.
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

  /** Closes it, now or as soon as it is open. */
  @Override
  public void close() {
    CompletableFuture<Void> unused = opening.thenAccept(Session::close);
  }
}
