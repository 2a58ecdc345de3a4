package io.lockstep;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.MDC;

/**
 * Whose the log lines of a thread are, where a process works on several tenants at once. Log lines
 * for programs have it as a value of their own.
 */
public final class LogContext {
  /** The name of that value. */
  public static final String TENANT = "tenant";

  private LogContext() {}

  /** Calls a function whose log lines, and those of the threads that it starts, are a tenant's. */
  public static <T> T ofTenant(String name, Supplier<T> work) {
    MDC.put(TENANT, name);
    try {
      return work.get();
    } finally {
      MDC.remove(TENANT);
    }
  }

  /** The same task for another thread, whose log lines are then those of this one's tenant. */
  static Runnable passedOn(Runnable task, Optional<Map<String, String>> names) {
    return () -> {
      names.ifPresent(MDC::setContextMap);
      task.run();
    };
  }

  static Optional<Map<String, String>> current() {
    return Optional.ofNullable(MDC.getCopyOfContextMap());
  }
}
