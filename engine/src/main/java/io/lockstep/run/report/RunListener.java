package io.lockstep.run.report;

import org.slf4j.LoggerFactory;

/** Receives the events of a run, on its own thread: steps wait until the listener returns. */
@FunctionalInterface
public interface RunListener {
  /** Ignores all events. */
  @SuppressWarnings("ClassInitializationDeadlock") // nobody else names that class
  RunListener NONE = new NoListener();

  /** Receives an event. */
  void on(RunEvent event);

  /** A listener that calls this one, and then another even if this one fails. */
  default RunListener and(RunListener other) {
    return new Both(guarded(), other);
  }

  /** The same listener, but its exceptions do not fail a run. */
  default RunListener guarded() {
    return new Guarded(this);
  }

  // Classes with names, not lambdas: an AOT cache has no lambda of an interface that has a constant
  // and methods of its own, so that each would be made at each start.

  /** Calls one, then another. */
  record Both(RunListener first, RunListener second) implements RunListener {
    @Override
    public void on(RunEvent event) {
      first.on(event);
      second.on(event);
    }
  }

  /** Keeps a listener's exceptions from the run. */
  record Guarded(RunListener listener) implements RunListener {
    @Override
    public void on(RunEvent event) {
      try {
        listener.on(event);
      } catch (RuntimeException e) {
        LoggerFactory.getLogger(RunListener.class).debug("telling of {}", event, e);
      }
    }
  }
}
