package io.lockstep.program.logging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Tells whether standard error is a terminal. {@link System#console()} can't: it looks at standard
 * input and output, so that {@code 2> run.log} would get control characters.
 */
public final class Terminal {
  private static final int FILE_TYPE = 0xF000;
  private static final int CHARACTER_DEVICE = 0x2000;
  private static final int PIPE = 0x1000;
  private static final int SOCKET = 0xC000;

  private Terminal() {}

  /**
   * True if standard error is a terminal that can move its cursor, and log lines are for people.
   */
  public static boolean isWatched(Map<String, String> environment) {
    String type = environment.getOrDefault("TERM", "");
    return !type.isEmpty() && !type.equals("dumb") && !isJson(environment) && isTerminal();
  }

  /** True if that terminal may get colours, too (no-color.org). */
  public static boolean hasColours(Map<String, String> environment) {
    return environment.getOrDefault("NO_COLOR", "").isEmpty() && isWatched(environment);
  }

  /** True if log lines are for programs. */
  public static boolean isJson(Map<String, String> environment) {
    return environment.getOrDefault("LOCKSTEP_LOG_FORMAT", "").equalsIgnoreCase("json");
  }

  /**
   * True if another program reads standard output, which then can't be written only because that
   * has ended. Java's message of the error is in the language of the machine.
   */
  public static boolean isOutputPiped() {
    try {
      int type = (Integer) Files.getAttribute(Path.of("/dev/fd/1"), "unix:mode") & FILE_TYPE;
      return type == PIPE || type == SOCKET;
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return false; // closed, or no Unix
    }
  }

  private static boolean isTerminal() {
    try {
      Path standardError = Path.of("/dev/fd/2");
      return ((Integer) Files.getAttribute(standardError, "unix:mode") & FILE_TYPE)
              == CHARACTER_DEVICE
          && !Files.getAttribute(standardError, "unix:rdev")
              .equals(Files.getAttribute(Path.of("/dev/null"), "unix:rdev"));
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return false; // closed, or no Unix
    }
  }
}
