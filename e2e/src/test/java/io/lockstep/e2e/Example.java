package io.lockstep.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** A block of a document, by the word behind its language, and what a test has put in its place. */
record Example(String text) {
  static Example of(String page, String word) {
    try {
      String text =
          Files.readAllLines(Path.of("..").resolve(page)).stream()
              .dropWhile(line -> !line.equals("```yaml " + word))
              .skip(1)
              .takeWhile(line -> !line.equals("```"))
              .collect(Collectors.joining("\n", "", "\n"));
      if (text.isBlank()) {
        throw new AssertionError(page + " has no block \"" + word + "\"");
      }
      return new Example(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With something else wherever this stands, which must be there. */
  Example with(String old, String replacement) {
    if (!text.contains(old)) {
      throw new AssertionError("no \"" + old + "\" in\n" + text);
    }
    return new Example(text.replace(old, replacement));
  }
}
