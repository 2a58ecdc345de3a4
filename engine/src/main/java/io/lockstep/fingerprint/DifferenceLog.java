package io.lockstep.fingerprint;

import java.util.List;
import org.slf4j.Logger;

/** Says in a log what of a schema differs: a line for each object, as many as a person reads. */
public final class DifferenceLog {
  private static final int LINES = 50;

  private DifferenceLog() {}

  /**
   * Says it, if anything does.
   *
   * @param headline what that means, said above
   */
  public static void warn(Logger log, String headline, List<String> differences) {
    if (!differences.isEmpty()) {
      log.warn("{} object(s) of the schema {}:", differences.size(), headline);
      differences.stream().limit(LINES).forEach(line -> log.warn("  {}", line));
    }
  }
}
