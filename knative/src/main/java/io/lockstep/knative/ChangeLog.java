package io.lockstep.knative;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;

/** Prints what is new, so that asking every second doesn't print every second. */
final class ChangeLog {
  private final PrintWriter out;
  private final Map<String, String> said = new HashMap<>();

  ChangeLog(PrintWriter out) {
    this.out = out;
  }

  /** Prints the line, unless it is what was last said about this. */
  void say(String about, String line) {
    if (!line.equals(said.put(about, line))) {
      out.println(line);
      out.flush();
    }
  }
}
