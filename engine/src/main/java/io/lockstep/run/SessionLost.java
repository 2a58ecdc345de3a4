package io.lockstep.run;

/** The connection broke in the middle of a run; what has committed must be looked up again. */
final class SessionLost extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SessionLost(Throwable cause) {
    super(cause);
  }
}
