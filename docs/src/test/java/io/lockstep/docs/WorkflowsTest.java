package io.lockstep.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.InstalledTool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
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
  void actions_are_named_by_a_commit_and_say_its_version(Path workflow) throws IOException {
    assertThat(Pattern.compile("uses: .*").matcher(Files.readString(workflow)).results())
        .extracting(MatchResult::group)
        .isNotEmpty()
        .allMatch(
            uses ->
                uses.matches(
                    "uses: (\\S+@[0-9a-f]{40} # v\\d+\\.\\d+\\.\\d+|\\./\\.github/workflows/\\w+\\.yml)"));
  }

  @Test
  void a_version_of_an_action_is_one_commit_in_all_workflows() {
    assertThat(
            workflows().stream()
                .flatMap(
                    file -> Pattern.compile("uses: (\\S+)@(\\S+) #").matcher(text(file)).results())
                .collect(
                    Collectors.groupingBy(
                        found -> found.group(1),
                        Collectors.mapping(found -> found.group(2), Collectors.toSet()))))
        .isNotEmpty()
        .allSatisfy((action, commits) -> assertThat(commits).as(action).hasSize(1));
  }

  /** What is wrong in a workflow fails when somebody needs it, and not before. */
  @ParameterizedTest
  @MethodSource("workflows")
  void actionlint_finds_nothing_wrong(Path workflow) throws Exception {
    assertThat(actionlint(workflow)).isEmpty();
  }

  @Test
  void actionlint_finds_what_is_wrong(@TempDir Path folder) throws Exception {
    Path broken =
        Files.writeString(
            folder.resolve("broken.yml"),
            """
            on: push
            jobs:
              build:
                runs-on: ubuntu-24.04
                steps:
                  - run: echo ${{ steps.nowhere.outputs.name }}
            """);
    assertThat(actionlint(broken)).contains("nowhere");
  }

  /** What it says. */
  private static String actionlint(Path workflow) throws Exception {
    Path program = InstalledTool.named("actionlint");
    Process process =
        new ProcessBuilder(program.toString(), "-no-color", workflow.toString())
            .redirectErrorStream(true)
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"image/build", "e2e/images", ".ci/run"})
  void only_one_script_knows_which_builder_there_is(String script) {
    assertThat(text(Document.CHECKOUT.resolve(script)))
        .contains(script.equals(".ci/run") ? "e2e/images" : "image/builder build")
        .doesNotContainPattern("(?m)^[^#]*\\b(buildah|docker) ");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void they_may_read_and_only_a_job_may_more(Path workflow) throws IOException {
    assertThat(parsed(workflow).get("permissions")).isIn(Map.of(), Map.of("contents", "read"));
    assertThat(jobs(workflow))
        .allMatch(job -> job.containsKey("timeout-minutes") || job.containsKey("uses"));
  }
}
