package io.lockstep.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/**
 * The workflows can't run here; what they call must be there, and they may no more than they need.
 */
class WorkflowsTest {
  private static final Path FOLDER = Document.CHECKOUT.resolve(".github/workflows");
  private static final Pattern SCRIPT =
      Pattern.compile(
          "(?<![\\w./-])(?:\\./)?((?:\\.ci|image|e2e|bench)/[\\w/-]+|mvnw|lockstep)(?=[ \"')\\n])");
  private static final Pattern MODULES = Pattern.compile("-pl ([\\w,]+)");

  static List<Path> workflows() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Object> parsed(Path workflow) throws IOException {
    return new Yaml().load(Files.readString(workflow));
  }

  @SuppressWarnings("unchecked") // GitHub's form
  private static List<Map<String, Object>> jobs(Path workflow) throws IOException {
    return ((Map<String, Map<String, Object>>) parsed(workflow).get("jobs"))
        .values().stream().toList();
  }

  @SuppressWarnings("unchecked") // GitHub's form
  private static List<Map<String, Object>> steps(Path workflow) throws IOException {
    return jobs(workflow).stream()
        .flatMap(job -> ((List<Map<String, Object>>) job.getOrDefault("steps", List.of())).stream())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void the_scripts_that_they_call_are_there(Path workflow) throws IOException {
    List<String> scripts =
        steps(workflow).stream()
            .flatMap(step -> SCRIPT.matcher(step.getOrDefault("run", "") + "\n").results())
            .map(found -> found.group(1))
            .distinct()
            .toList();
    assertThat(scripts).isNotEmpty();
    assertThat(scripts)
        .allSatisfy(script -> assertThat(Document.CHECKOUT.resolve(script)).isExecutable());
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void the_modules_that_they_build_are_there(Path workflow) throws IOException {
    assertThat(
            MODULES
                .matcher(Files.readString(workflow))
                .results()
                .flatMap(found -> Stream.of(found.group(1).split(",", -1))))
        .allSatisfy(module -> assertThat(Document.CHECKOUT.resolve(module + "/pom.xml")).exists());
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void actions_have_a_major_version(Path workflow) throws IOException {
    assertThat(Pattern.compile("uses: (\\S+)").matcher(Files.readString(workflow)).results())
        .extracting(MatchResult::group)
        .allMatch(uses -> uses.matches("uses: (\\S+@v\\d+|\\./\\.github/workflows/\\w+\\.yml)"));
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void they_may_read_and_only_a_job_may_more(Path workflow) throws IOException {
    assertThat(parsed(workflow).get("permissions")).isIn(Map.of(), Map.of("contents", "read"));
    assertThat(jobs(workflow))
        .allMatch(job -> job.containsKey("timeout-minutes") || job.containsKey("uses"));
  }
}
