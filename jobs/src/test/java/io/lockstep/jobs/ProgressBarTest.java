package io.lockstep.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a terminal shows that nothing else gets. The terminal is a real one, made by script(1). */
class ProgressBarTest {
  private static final String ESCAPE = "\u001b[";
  private static final String GREEN = ESCAPE + "32m";
  private static final String BAR = "] step 3 of 3: apply main V0003__c.sql";

  private final TestDatabase database = TestDatabase.create();
  private LockstepProcess.Launch launch;
  @TempDir private Path log;

  @BeforeEach
  void migrations(@TempDir Path db) {
    new MigrationFolder(db).threeTables();
    launch = LockstepProcess.Launch.on(database, db).with("TERM", "xterm");
  }

  /** What the terminal gets; {@code redirection} is the shell's. */
  private String onTerminal(
      LockstepProcess.Launch launch, String redirection, String... arguments) {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(":", -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "script"))),
        "script(1) of util-linux is not installed: no terminal to try it on");
    String command =
        Stream.concat(ProgramCommand.COMMAND.stream(), Stream.of(arguments))
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" ", "", " " + redirection));
    return launch
        .runCommand(new ArrayList<>(List.of("script", "-qec", command, "/dev/null")))
        .exitsWith(0)
        .out();
  }

  @Test
  void a_terminal_has_a_bar_below_the_log_and_it_is_gone_at_the_end() {
    String shown = onTerminal(launch, "", "migrate", "main latest");
    assertThat(shown)
        .contains("[--", "] step 1 of 3: apply main V0001__a.sql", BAR, GREEN)
        .contains("step 3 of 3: done in ");
    String bar = "step 3 of 3: apply main V0003__c.sql";
    String after = shown.substring(shown.lastIndexOf(bar) + bar.length());
    assertThat(after).as("erased").contains(ESCAPE + "2K");
    assertThat(shown.lines().filter(line -> line.contains(": done in ")))
        .as("lines of the log, each at a line's begin, where the bar was erased")
        .hasSize(3)
        .allMatch(line -> line.matches("\u001b\\[2K\\d{4}-.*"));
  }

  @Test
  void no_color_leaves_the_bar_without_colours() {
    assertThat(onTerminal(launch.with("NO_COLOR", "1"), "", "migrate", "main latest"))
        .contains("[################--------" + BAR)
        .doesNotContain(GREEN)
        .doesNotContainPattern("\u001b\\[[0-9;]*m");
  }

  @Test
  void json_lines_a_dumb_terminal_and_a_file_get_no_control_characters() {
    assertThat(onTerminal(launch.with("LOCKSTEP_LOG_FORMAT", "json"), "", "migrate", "main latest"))
        .contains("[\"step 3 of 3\",")
        .doesNotContain("\u001b");
    assertThat(onTerminal(launch.with("TERM", "dumb"), "", "migrate", "main zero"))
        .contains("step 3 of 3: done in ")
        .doesNotContain("\u001b");
    Path file = log.resolve("run.log");
    assertThat(onTerminal(launch, "2> " + file, "migrate", "main latest")).isEmpty();
    assertThat(file).content().contains("step 3 of 3: done in ").doesNotContain("\u001b");
    assertThat(onTerminal(launch, "2> /dev/null", "migrate", "main zero")).isEmpty();
  }

  @Test
  void the_document_on_standard_output_stays_whole() {
    String shown = onTerminal(launch, "2> " + log.resolve("err"), "migrate", "main 1", "--json");
    assertThat(shown).startsWith("{").endsWith("}\n").doesNotContain("\u001b");
  }

  @Test
  void output_without_a_terminal_is_lines_and_loads_no_class_of_the_bar() {
    List<String> command = new ArrayList<>(ProgramCommand.COMMAND);
    command.add(command.indexOf("-cp"), "-Xlog:class+load:file=" + log.resolve("classes"));
    command.addAll(List.of("migrate", "main latest"));
    LockstepProcess process = launch.runCommand(command);
    assertThat(process.exitsWith(0).err())
        .contains("step 3 of 3: done in ")
        .doesNotContain("\u001b", "\r");
    assertThat(log.resolve("classes"))
        .content()
        .contains("io.lockstep.jobs.migrate.Progress ")
        .doesNotContain("ProgressBar", "StatusLineStream", "AutoComplete");
  }
}
