package io.lockstep.importing.formats;

import java.util.List;

/** The lines of a text with their ends, so that kept text stays the same byte by byte. */
final class Lines {
  private Lines() {}

  static List<String> of(String text) {
    return List.of(text.split("(?<=\n)", -1));
  }
}
