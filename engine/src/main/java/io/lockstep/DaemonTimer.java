package io.lockstep;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** Makes timers with one thread each, which does not keep the process alive. */
public final class DaemonTimer {
  private DaemonTimer() {}

  /**
   * Makes a timer; its thread starts with the first task.
   *
   * @param name the name of the thread
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
