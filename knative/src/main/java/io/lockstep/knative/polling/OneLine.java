package io.lockstep.knative.polling;

import java.net.ConnectException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Objects;

/** Text from elsewhere, fit for one line of output: short, and nothing that a terminal obeys. */
public final class OneLine {
  private static final int LONGEST = 400;

  private OneLine() {}

  /** The text in one line of at most 400 characters, without control characters. */
  public static String of(String text) {
    String line = text.strip().replaceAll("\\s*\\R\\s*", " | ").replaceAll("[\\p{Cc}\\p{Cf}]", "?");
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
  }

  /** The reason why a connection failed, which the JDK's client often gives as a class alone. */
  public static String of(Throwable thrown) {
    Throwable last = thrown;
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return "its name doesn't resolve here";
      }
      last = cause;
    }
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException) {
        return of(Objects.requireNonNullElse(cause.getMessage(), "nobody listens there"));
      }
    }
    return of(Objects.requireNonNullElse(last.getMessage(), last.getClass().getSimpleName()));
  }
}
