package io.lockstep.database.tls;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The protection of a connection, weakest first (PostgreSQL manual, "SSL Support"). */
public enum SslMode {
  DISABLE,
  ALLOW,
  PREFER,
  REQUIRE,
  VERIFY_CA,
  VERIFY_FULL;

  /** The driver's mode if none is configured. */
  public static final SslMode OF_THE_DRIVER = PREFER;

  /** Finds the mode of this name, in upper or lower case, as the driver does. */
  public static Optional<SslMode> of(String text) {
    return Arrays.stream(values())
        .filter(mode -> mode.toString().equals(text.toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  /** All names, for messages. */
  public static String all() {
    return Arrays.stream(values()).map(SslMode::toString).collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
