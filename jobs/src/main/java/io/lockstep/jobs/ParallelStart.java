package io.lockstep.jobs;

import io.lockstep.database.Connector;
import io.lockstep.jobs.functions.JobFunctions;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/**
 * Loads on a thread of its own what a run needs, while the main thread loads picocli and reads the
 * command line. One after the other they take a third of a run with nothing to do: an AOT cache has
 * no class as old as picocli's (Java 5), and runs no static initializer.
 */
final class ParallelStart {
  private final CountDownLatch logging = new CountDownLatch(1);

  private ParallelStart() {}

  static ParallelStart begin() {
    ParallelStart start = new ParallelStart();
    Thread thread = new Thread(start::load, "lockstep-start");
    thread.setDaemon(true);
    thread.start();
    return start;
  }

  private void load() {
    try {
      LoggerFactory.getILoggerFactory();
    } finally {
      logging.countDown();
    }
    JobFunctions.load();
    Connector.load();
  }

  /**
   * Waits until lines can be logged: SLF4J may lose those of one thread while another sets it up.
   */
  void awaitLogging() {
    try {
      logging.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
