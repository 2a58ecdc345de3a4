package io.lockstep.jobs;

import io.lockstep.CancellableClock;
import io.lockstep.ExitCode;
import io.lockstep.program.Json;
import java.util.List;
import java.util.concurrent.Callable;
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
      "Prints a script that completes commands, options, and the apps that the folder has at that moment (LOCKSTEP_DB, else db).",
      "",
      "  bash    in ~/.bashrc:  source <(./lockstep completion bash)",
      "  zsh     in ~/.zshrc, after compinit:  source <(./lockstep completion zsh)",
      "  fish    ./lockstep completion fish > ~/.config/fish/completions/lockstep.fish"
    },
    footer = {"", "Example: ./lockstep completion bash"})
final class CompletionCommand implements Callable<Integer> {
  private static final String BASH = "bash";
  private static final String ZSH = "zsh";
  private static final String FISH = "fish";

  /** The commands of other programs: for these the name alone is completed. */
  private static final List<String> OTHERS = List.of("demo", "serve", "knative");

  private final CancellableClock clock;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
  private String shell;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  CompletionCommand(CancellableClock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    Json.utf8().print(script());
    return ExitCode.DONE.code();
  }

  private String script() {
    return switch (shell) {
      case BASH, ZSH -> BashCompletion.script(commands());
      case FISH -> FishCompletion.script(commands());
      default ->
          throw new ParameterException(
              spec.commandLine(), "there is no completion for " + shell + ": bash, zsh, fish");
    };
  }

  private CommandLine commands() {
    CommandLine commands = Commands.all(clock);
    OTHERS.forEach(name -> commands.addSubcommand(name, CommandSpec.create()));
    return commands;
  }
}
