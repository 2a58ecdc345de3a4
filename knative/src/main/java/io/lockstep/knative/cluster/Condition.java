package io.lockstep.knative.cluster;

import io.lockstep.knative.polling.OneLine;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One of the things that Knative says about a service.
 *
 * @param reason may be empty
 * @param message may be empty
 */
public record Condition(String type, Status status, String reason, String message) {
  static final String READY = "Ready";

  /** Whether it holds (Kubernetes API conventions, "Typical status properties"). */
  public enum Status {
    TRUE,
    FALSE,
    UNKNOWN;

    /** One that is missing is unknown. */
    static Status parse(@Nullable String text) {
      return "True".equals(text) ? TRUE : "False".equals(text) ? FALSE : UNKNOWN;
    }

    @Override
    public String toString() {
      return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }
  }

  /** Ready is not known, and this is why. */
  static Condition unknownReady(String message) {
    return new Condition(READY, Status.UNKNOWN, "", message);
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
