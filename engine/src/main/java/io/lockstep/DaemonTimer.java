package io.lockstep;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * Makes threads that do not keep the process alive. Their log lines name the same tenant as those
 * of the thread that asks for them.
 */
public final class DaemonTimer {
  private DaemonTimer() {}

  /**
   * Makes a timer with one thread, which starts with the first task.
   *
   * @param name the name of the thread
   */
  public static ScheduledExecutorService named(String name) {
    Optional<Map<String, String>> names = LogContext.current();
    return new ScheduledThreadPoolExecutor(
        1, task -> thread(LogContext.passedOn(task, names), name));
  }

  /**
   * Runs each task at once, on a thread of its own.
   *
   * @param name the name of the threads
   */
  public static Executor onNewThread(String name) {
    Optional<Map<String, String>> names = LogContext.current();
    return task -> thread(LogContext.passedOn(task, names), name).start();
  }

  private static Thread thread(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
