package io.lockstep.jobs;

import io.lockstep.StoppablePace;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** The program {@code lockstep}: reads the command line, runs, and ends with the exit code. */
public final class Main {
  private Main() {}

  /** Runs one command. */
  public static void main(String[] args) {
    StoppablePace pace = new StoppablePace(grace());
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(pace, ended), "lockstep-sigterm"));
    JobFunctions.prepare();
    int code;
    try {
      code = Commands.execute(pace, args);
    } finally {
      ended.countDown(); // after an Error, too: the shutdown waits for this
    }
    System.exit(code);
  }

  /** On a cluster, where something kills the process only later; before any option is read. */
  private static Optional<Duration> grace() {
    return Optional.ofNullable(System.getenv("LOCKSTEP_GRACE_SECONDS"))
        .filter(text -> text.matches("[0-9]{1,6}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)));
  }

  /**
   * SIGTERM: the step under way commits or rolls back, the lock is freed, then the JVM ends with
   * 143.
   */
  private static void end(StoppablePace pace, CountDownLatch ended) {
    pace.stop();
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
