package io.lockstep.importing.source;

import java.util.List;

/** The lines of a text with their ends, so that kept text stays the same byte by byte. */
public final class Lines {
  private Lines() {}

  /** The lines. */
  public static List<String> of(String text) {
    return List.of(text.split("(?<=\n)", -1));
  }
}
