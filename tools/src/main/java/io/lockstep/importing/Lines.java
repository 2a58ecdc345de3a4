package io.lockstep.importing;

import java.util.List;

/** The lines of a text with their ends, so that the bytes of what is kept are as they were. */
final class Lines {
  private Lines() {}

  static List<String> of(String text) {
    return List.of(text.split("(?<=\n)", -1));
  }
}
