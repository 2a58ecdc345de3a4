package io.lockstep.run.report;

import org.slf4j.LoggerFactory;

/** Is told what happens in a run, on the run's own thread: what it does there, a step waits for. */
@FunctionalInterface
public interface RunListener {
  /** Nobody listens. */
  RunListener NONE = event -> {};

  /** Something happened. */
  void on(RunEvent event);

  /** This one and another; a fault of this one keeps nothing from the other. */
  default RunListener and(RunListener other) {
    return event -> {
      guarded().on(event);
      other.on(event);
    };
  }

  /** The same listener, whose faults are no reason for a run to fail. */
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
