package io.lockstep;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** A timer with one thread, which keeps no process alive. */
public final class DaemonTimer {
  private DaemonTimer() {}

  /**
   * Makes one; its thread starts with its first task.
   *
   * @param name the thread's
   */
  public static ScheduledExecutorService named(String name) {
    return new ScheduledThreadPoolExecutor(
        1,
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        });
  }
}
