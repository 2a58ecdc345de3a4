package io.lockstep.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.lockstep.ProcessClock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Each command's help has an example, and none of them is out of date. */
class HelpTest {
  private static final String EXAMPLE = "Example: ./lockstep ";

  static Stream<CommandLine> commands() {
    CommandLine root = CommandRegistry.all(new ProcessClock());
    return Stream.concat(Stream.of(root), root.getSubcommands().values().stream());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void help_ends_with_an_example_that_can_be_read(CommandLine command) {
    List<String> examples =
        command
            .getUsageMessage(Ansi.OFF)
            .lines()
            .filter(line -> line.startsWith(EXAMPLE))
            .map(line -> line.substring(EXAMPLE.length()))
            .toList();
    assertThat(examples).as("examples of %s", command.getCommandName()).isNotEmpty();
    for (String example : examples) {
      String[] words = Shell.run("sh", "-c", "printf '%s\\n' " + example).split("\n", -1);
      assertThatCode(
              () ->
                  CommandRegistry.all(new ProcessClock())
                      .parseArgs(
                          List.of(words).subList(0, words.length - 1).toArray(String[]::new)))
          .as(example)
          .doesNotThrowAnyException();
      assertThat(command.getCommandName()).as(example).isIn(words[0], "lockstep");
    }
  }
}
