package io.lockstep.jobs;

import io.lockstep.ProcessClock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** The program {@code lockstep}: reads the command line, runs, and ends with the exit code. */
public final class JobsMain {
  private JobsMain() {}

  /** Runs one command. */
  public static void main(String[] args) {
    ProcessClock clock = new ProcessClock(grace());
    CountDownLatch ended = stopOnSigterm(clock);
    ParallelStart start = ParallelStart.begin();
    int code;
    try {
      code = CommandRegistry.execute(clock, start, args);
    } finally {
      ended.countDown(); // after an Error, too: the shutdown waits for this
    }
    System.exit(code);
  }

  /** The time from SIGTERM to SIGKILL on a cluster; needed before any option is read. */
  static Optional<Duration> grace() {
    return Optional.ofNullable(System.getenv("LOCKSTEP_GRACE_SECONDS"))
        .filter(text -> text.matches("[0-9]{1,6}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)));
  }

  /** The latch is to be counted down at the end of the work. */
  static CountDownLatch stopOnSigterm(ProcessClock clock) {
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(clock, ended), "lockstep-sigterm"));
    return ended;
  }

  /**
   * SIGTERM: the step under way commits or rolls back, the lock is freed, then the JVM ends with
   * 143.
   */
  private static void end(ProcessClock clock, CountDownLatch ended) {
    clock.stop();
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
