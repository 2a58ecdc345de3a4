package io.lockstep.knative.cluster;

import io.lockstep.knative.polling.OneLine;

/**
 * One of the things that Knative says about a service.
 *
 * @param status True, False or Unknown
 * @param reason may be empty
 * @param message may be empty
 */
public record Condition(String type, String status, String reason, String message) {
  static final String READY = "Ready";

  /** Ready is not known, and this is why. */
  static Condition unknownReady(String message) {
    return new Condition(READY, "Unknown", "", message);
  }

  boolean isTrue() {
    return status.equals("True");
  }

  boolean isFalse() {
    return status.equals("False");
  }

  /** Reason and message, whichever there are. */
  String why() {
    String line = OneLine.of(message);
    return reason.isEmpty() || line.isEmpty() ? reason + line : reason + ": " + line;
  }

  /** {@code Ready=False RevisionFailed: …}. */
  @Override
  public String toString() {
    return (type + "=" + status + " " + why()).strip();
  }
}
