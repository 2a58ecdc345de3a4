package io.lockstep.docs;

import java.util.List;

/**
 * A command that a document tells its reader to type.
 *
 * @param place file and line
 * @param text as it stands there, without its comment
 * @param shown what the document says that it prints
 */
record CommandLine(String place, String text, List<String> shown) {
  /** Its words, as a shell takes them apart. */
  List<String> words() {
    return ShellWords.of(text);
  }

  String program() {
    return words().get(0);
  }

  @Override
  public String toString() {
    return place + ": " + text;
  }
}
