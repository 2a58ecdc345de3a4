package io.lockstep.fingerprint;

import java.util.List;
import org.slf4j.Logger;

/** Logs the differences of a schema: a line for each object, as many as a person reads. */
public final class DifferenceLog {
  private static final int LINES = 50;

  private DifferenceLog() {}

  /**
   * Logs the differences, if there are any.
   *
   * @param headline their meaning, logged above them
   */
  public static void warn(Logger log, String headline, List<String> differences) {
    if (!differences.isEmpty()) {
      log.warn("{} object(s) of the schema {}:", differences.size(), headline);
      differences.stream().limit(LINES).forEach(line -> log.warn("  {}", line));
    }
  }
}
