package io.lockstep.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.docs.Expectations.Expectation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command line of the documents, in their order, each document in a checkout and a database
 * of its own. What can't be run here is named in lines.yaml with the reason; a line that is neither
 * run nor named fails.
 */
class DocumentedCommandsTest {
  private static final Expectations EXPECTATIONS = Expectations.read();

  /** A line is run once: where it is shown what it prints, else where it stands first. */
  private static final Set<CommandLine> RUN =
      Set.copyOf(
          lines()
              .collect(
                  Collectors.toMap(
                      CommandLine::text,
                      line -> line,
                      (first, later) ->
                          first.shown().isEmpty() && !later.shown().isEmpty() ? later : first))
              .values());

  @TempDir static Path temporary;

  private final ExecutorService threads = Executors.newFixedThreadPool(2);

  @TestFactory
  List<DynamicContainer> documents() {
    List<DynamicContainer> documents =
        Document.all().stream()
            .filter(document -> !document.commands().isEmpty())
            .map(this::document)
            .toList();
    threads.shutdown(); // once all lines are run
    return documents;
  }

  /** A line's check, which is run in the background. */
  private record Check(CommandLine line, FutureTask<Void> task) {
    static Check of(Scratch scratch, CommandLine line) {
      return new Check(
          line,
          new FutureTask<>(
              () -> {
                check(scratch, line);
                return null;
              }));
    }
  }

  /** Lines of a document build on each other, documents do not. */
  private DynamicContainer document(Document document) {
    Scratch scratch = new Scratch(temporary.resolve(document.name().replace('/', '-')));
    List<Check> checks = document.commands().stream().map(line -> Check.of(scratch, line)).toList();
    threads.execute(() -> checks.forEach(check -> check.task().run()));
    return DynamicContainer.dynamicContainer(
        document.name(),
        checks.stream()
            .map(
                check ->
                    DynamicTest.dynamicTest(check.line().toString(), () -> outcome(check.task()))));
  }

  private static void outcome(FutureTask<Void> check) throws Throwable {
    try {
      check.get();
    } catch (ExecutionException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private static void check(Scratch scratch, CommandLine line) throws Exception {
    if (EXPECTATIONS.whyNot(line).isPresent() || !RUN.contains(line)) {
      return;
    }
    switch (line.program()) {
      case "./lockstep" -> run(scratch, line);
      case "helm" -> HelmLine.check(line);
      default -> {
        Path script = Document.CHECKOUT.resolve(line.program());
        assertThat(Files.isExecutable(script)).as("%s: nobody knows this command", line).isTrue();
        assertThat(Document.CHECKOUT.relativize(script.normalize()).toString())
            .as("%s: a script is read, not run", line)
            .isEqualTo(line.program().replaceFirst("^\\./", ""));
      }
    }
  }

  private static void run(Scratch scratch, CommandLine line) throws Exception {
    Expectation expected = EXPECTATIONS.of(line);
    scratch.prepare(expected);
    Scratch.Result result = scratch.lockstep(line.words());
    String output = String.join("\n", result.output());
    assertThat(result.exit()).as("%s\n%s", line, output).isEqualTo(expected.exit());
    assertThat(result.output().stream().map(DocumentedCommandsTest::plain).toList())
        .as("%s\n%s", line, output)
        .containsAll(expected.asShown() ? shown(line) : List.of());
  }

  /** What it is said to print, but for lines that the document cuts short. */
  private static List<String> shown(CommandLine line) {
    return line.shown().stream()
        .filter(text -> !text.isBlank() && !text.contains("…"))
        .map(DocumentedCommandsTest::plain)
        .toList();
  }

  /** Which run it was, and when, is another each time. */
  private static String plain(String text) {
    return text.strip()
        .replaceAll("run \\d+ at \\S+", "run N at TIME")
        .replaceAll("^\\S+ +(INFO|WARN|ERROR) +", "");
  }

  @Test
  void no_line_is_named_that_no_document_has() {
    List<CommandLine> all = lines().toList();
    assertThat(all.stream().map(CommandLine::text).collect(Collectors.toSet()))
        .containsAll(EXPECTATIONS.lines().keySet());
    assertThat(EXPECTATIONS.unrun().keySet())
        .allMatch(pattern -> all.stream().anyMatch(line -> line.text().matches(pattern)));
  }

  private static Stream<CommandLine> lines() {
    return Document.all().stream().flatMap(document -> document.commands().stream());
  }
}
