package io.lockstep.run.report;

import org.slf4j.LoggerFactory;

/** Receives the events of a run, on its own thread: steps wait until the listener returns. */
@FunctionalInterface
public interface RunListener {
  /** Ignores all events. */
  RunListener NONE = event -> {};

  /** Receives an event. */
  void on(RunEvent event);

  /** A listener that calls this one, and then another even if this one fails. */
  default RunListener and(RunListener other) {
    return event -> {
      guarded().on(event);
      other.on(event);
    };
  }

  /** The same listener, but its exceptions do not fail a run. */
  default RunListener guarded() {
    return event -> {
      try {
        on(event);
      } catch (RuntimeException e) {
        LoggerFactory.getLogger(RunListener.class).debug("telling of {}", event, e);
      }
    };
  }
}
