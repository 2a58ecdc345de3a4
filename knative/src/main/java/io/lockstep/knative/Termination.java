package io.lockstep.knative;

import io.lockstep.ProcessClock;
import java.util.concurrent.CountDownLatch;

/** SIGTERM ends the waits of this clock, and gives what they belong to the time to clean up. */
final class Termination implements AutoCloseable {
  private final ProcessClock clock;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::end, "lockstep-sigterm");

  Termination(ProcessClock clock) {
    this.clock = clock;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  ProcessClock clock() {
    return clock;
  }

  private void end() {
    clock.stop();
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the hook is running, and has seen the end
    }
  }
}
