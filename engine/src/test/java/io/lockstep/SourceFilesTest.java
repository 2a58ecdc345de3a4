package io.lockstep;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What CONTRIBUTING.md asks of every source file, so that a class is found by its name. */
class SourceFilesTest {
  private static final int MOST_LINES = 300;
  private static final int MOST_CLASSES = 15;
  private static final Path ROOT = Path.of("..");
  private static final List<String> MODULES =
      List.of("engine", "tools", "program", "jobs", "functions", "demo", "knative");

  /** One algorithm, which parts would make harder to follow. */
  private static final List<String> LONG = List.of("ScriptScanner.java");

  /** A word that would fit any class says nothing of this one. */
  private static final Pattern SAYS_NOTHING =
      Pattern.compile(".*(?:Utils?|Common|Helpers?|Managers?|Impl)\\.java");

  @Test
  void a_class_has_at_most_three_hundred_lines() {
    assertThat(sources("src"))
        .filteredOn(file -> lines(file) > MOST_LINES)
        .extracting(SourceFilesTest::name)
        .containsExactlyElementsOf(LONG);
  }

  @Test
  void a_package_has_at_most_fifteen_classes() {
    assertThat(sources("src/main/java").stream().collect(groupingBy(Path::getParent, counting())))
        .isNotEmpty()
        .allSatisfy((folder, classes) -> assertThat(classes).isLessThanOrEqualTo(MOST_CLASSES));
  }

  @Test
  void a_simple_name_is_that_of_one_class_and_says_what_it_does() {
    assertThat(sources("src/main/java"))
        .extracting(SourceFilesTest::name)
        .isNotEmpty()
        .doesNotHaveDuplicates()
        .noneMatch(SAYS_NOTHING.asMatchPredicate());
  }

  private static List<Path> sources(String folder) {
    return MODULES.stream().flatMap(module -> walk(ROOT.resolve(module).resolve(folder))).toList();
  }

  private static Stream<Path> walk(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> name(file).endsWith(".java") && !name(file).equals("package-info.java"))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private static int lines(Path file) {
    try {
      return Files.readAllLines(file).size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
