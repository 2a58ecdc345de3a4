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
 * @param jvm where it runs, if others can run there after it
 */
record Competitor(
    LockstepProcess process, int target, Optional<Network> network, Optional<RepeatedProcess> jvm)
    implements AutoCloseable {
  /** Whether its JVM can be used again. */
  boolean isFree() {
    return jvm.isPresent() && jvm.get().isFree();
  }

  /** Another one, in its place. */
  Competitor next(int nextTarget) {
    network.ifPresent(Network::heal);
    RepeatedProcess repeated = jvm.orElseThrow();
    repeated.next("migrate", ThirtySet.target(nextTarget));
    return new Competitor(repeated.current(), nextTarget, network, jvm);
  }

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

  /** Whether it is who the lease's row names; that may also be who ran in its JVM before. */
  boolean isOf(String holder) {
    return holder.endsWith("/" + process.pid()) && hadLock();
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
