package io.lockstep.jobs;

import io.lockstep.network.Network;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * A process that wants the lock.
 *
 * @param target the version that it shall reach
 * @param network between it and the server, if that can fail
 */
record Competitor(LockstepProcess process, int target, Optional<Network> network)
    implements AutoCloseable {
  /** It has ever had the lock. */
  boolean hadLock() {
    return process.err().contains("lock obtained");
  }

  boolean isWaiting() {
    return process.err().contains("waiting for the lock") && !hadLock();
  }

  /** It had the lock and was not through with its plan yet. */
  boolean hadStepsLeft() {
    return hadLock()
        && !process.err().contains("INFO  done: ")
        && !process.err().contains("INFO  nothing to do: ");
  }

  /** Whether it is who the lease's row names. */
  boolean isOf(String holder) {
    return holder.endsWith("/" + process.pid());
  }

  @Override
  public void close() {
    process.close();
    network.ifPresent(
        n -> {
          try {
            n.heal();
            n.close();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
