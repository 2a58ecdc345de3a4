package io.lockstep.jobs;

import io.lockstep.CancellableClock;
import io.lockstep.ExitCode;
import io.lockstep.program.json.Json;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code completion SHELL}. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = {
      "Prints a script that completes commands and options.",
      "",
      "  bash    in ~/.bashrc:  source <(./lockstep completion bash)",
      "  zsh     in ~/.zshrc, after compinit:  source <(./lockstep completion zsh)"
    },
    footer = {"", "Example: ./lockstep completion bash"})
final class CompletionCommand implements Callable<Integer> {
  /** picocli's script is for both: zsh reads it with its bashcompinit. */
  private static final Set<String> SHELLS = Set.of("bash", "zsh");

  /** Commands of other programs; the script completes their names alone. */
  private static final List<String> OTHERS = List.of("demo", "serve", "knative");

  private final CancellableClock clock;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
  private String shell;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  CompletionCommand(CancellableClock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    if (!SHELLS.contains(shell)) {
      throw new ParameterException(
          spec.commandLine(), "there is no completion for " + shell + ": bash, zsh");
    }
    Json.utf8().print(AutoComplete.bash("lockstep", commands()));
    return ExitCode.DONE.code();
  }

  private CommandLine commands() {
    CommandLine commands = CommandRegistry.all(clock);
    OTHERS.forEach(name -> commands.addSubcommand(name, CommandSpec.create()));
    return commands;
  }
}
