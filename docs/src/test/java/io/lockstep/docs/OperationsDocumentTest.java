package io.lockstep.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/operations.md says what the code does. */
class OperationsDocumentTest {
  private static final Document OPERATIONS = Document.read("docs/operations.md");
  private static final Pattern WORDS = Pattern.compile("^\\| `([^`]+)` \\|.*");
  private static final String SOURCES = sources();

  private static String sources() {
    return Stream.of("engine", "tools", "jobs", "functions")
        .map(module -> Document.CHECKOUT.resolve(module).resolve("src/main/java"))
        .flatMap(OperationsDocumentTest::files)
        // A message that is broken over several lines is one.
        .map(text -> text.replaceAll("\"\\s*\\+\\s*\"", ""))
        .collect(Collectors.joining("\n"));
  }

  private static Stream<String> files(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      List<String> texts = new ArrayList<>();
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        texts.add(Files.readString(file));
      }
      return texts.stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void every_exit_code_has_a_line() {
    assertThat(OPERATIONS.lines().stream().filter(line -> line.matches("\\| \\d+ \\| `[A-Z_]+`.*")))
        .extracting(line -> line.replaceAll("\\| (\\d+) \\| `([A-Z_]+)`.*", "$2($1)"))
        .containsExactlyElementsOf(
            Arrays.stream(ExitCode.values()).map(exit -> exit + "(" + exit.code() + ")").toList());
  }

  @Test
  void the_words_of_each_refusal_are_the_program_s() {
    List<String> words =
        OPERATIONS.lines().stream()
            .map(WORDS::matcher)
            .filter(Matcher::matches)
            .map(matcher -> matcher.group(1))
            .filter(text -> text.contains(" ") && !text.startsWith("permission denied"))
            .toList();
    assertThat(words).hasSizeGreaterThan(25).allMatch(SOURCES::contains);
  }
}
