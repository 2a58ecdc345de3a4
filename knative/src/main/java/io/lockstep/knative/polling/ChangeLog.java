package io.lockstep.knative.polling;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Prints changes only, so that polling every second doesn't print every second. */
public final class ChangeLog {
  private final Consumer<String> out;
  private final Map<String, String> printed = new HashMap<>();

  /** Prints to this writer. */
  public ChangeLog(PrintWriter out) {
    this(
        line -> {
          out.println(line);
          out.flush();
        });
  }

  /** Gives each line to this log. */
  public ChangeLog(Consumer<String> out) {
    this.out = out;
  }

  /** Prints the line, unless it is the last one about this subject. */
  public void print(String about, String line) {
    if (!line.equals(printed.put(about, line))) {
      out.accept(line);
    }
  }

  /** Prints the next line about this subject even if it is the last one again. */
  public void forget(String about) {
    printed.remove(about);
  }
}
