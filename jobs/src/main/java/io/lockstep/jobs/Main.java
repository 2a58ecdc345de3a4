package io.lockstep.jobs;

import io.lockstep.StoppablePace;
import io.lockstep.program.DurationOption;
import io.lockstep.program.ExecutionErrors;
import io.lockstep.program.UsageErrors;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;

/** The program {@code lockstep}: reads the command line, runs, and ends with the exit code. */
public final class Main {
  private Main() {}

  /** Runs one command. */
  public static void main(String[] args) {
    StoppablePace pace = new StoppablePace();
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(pace, ended), "lockstep-sigterm"));
    int code;
    try {
      code = commandLine(pace).execute(args);
    } finally {
      ended.countDown(); // after an Error, too: the shutdown waits for this
    }
    System.exit(code);
  }

  /** The commands, for {@link #main} and for tests. */
  static CommandLine commandLine(StoppablePace pace) {
    return new CommandLine(new LockstepCommand(), new CommandFactory(pace))
        .setParameterExceptionHandler(new UsageErrors())
        .setExecutionExceptionHandler(new ExecutionErrors())
        .registerConverter(Duration.class, DurationOption::parse);
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
