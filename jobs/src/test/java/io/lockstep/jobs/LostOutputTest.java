package io.lockstep.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A result that nobody gets: the disk is full, or standard output is closed. */
class LostOutputTest {
  private final TestDatabase database = TestDatabase.create();
  private LockstepProcess.Launch launch;

  @BeforeEach
  void migrations(@TempDir Path db) {
    assumeTrue(Files.exists(Path.of("/dev/full")), "there is no /dev/full");
    launch = LockstepProcess.Launch.on(database, new MigrationFolder(db).threeTables().path());
  }

  /** Runs it by a shell that sends its standard output there. */
  private LockstepProcess run(String redirection, String arguments) {
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "exec \"$@\" " + arguments + " " + redirection, "sh"));
    command.addAll(ProgramCommand.COMMAND);
    return launch.runCommand(command);
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "list --json", "plan 'main latest'", "version", "help list"})
  void a_result_that_can_not_be_written_is_no_success(String arguments) {
    for (String redirection : List.of(">/dev/full", ">&-")) {
      LockstepProcess lost = run(redirection, arguments).exitsWith(ExitCode.ERROR.code());
      assertThat(lost.err().lines()).hasSize(2).first(STRING).contains("ERROR standard output");
    }
  }

  /** Its exit code is the last line of the shell's output. */
  @ParameterizedTest
  @ValueSource(strings = {"list", "list --json", "plan 'main latest'", "version", "help list"})
  void a_reader_that_has_enough_ends_the_program_as_sigpipe_ends_others(String arguments) {
    String script = "{ \"$@\" " + arguments + "; echo $? >&2; } | :";
    List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
    command.addAll(ProgramCommand.COMMAND);
    assertThat(launch.runCommand(command).exitsWith(0).err()).isEqualTo("141\n");
  }

  @Test
  void a_run_that_failed_keeps_its_exit_code_whoever_reads() {
    String script = "{ \"$@\" list --json --db /nowhere; echo $? >&2; } | :";
    List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
    command.addAll(ProgramCommand.COMMAND);
    assertThat(launch.runCommand(command).exitsWith(0).err().lines().toList()).endsWith("2");
  }

  @Test
  void a_run_that_says_nothing_there_is_done_and_one_that_failed_keeps_its_exit_code() {
    run(">/dev/full", "migrate 'main 2'").exitsWith(0);
    run(">/dev/full", "list --json --db /nowhere").exitsWith(ExitCode.USAGE.code());
    assertThat(run(">/dev/full", "migrate 'main 3' --json").exitsWith(1).err())
        .contains("done: main is at 0003", "ERROR standard output");
    run(">/dev/null", "list --json").exitsWith(0);
  }
}
