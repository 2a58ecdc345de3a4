package io.lockstep.program;

import java.time.Duration;
import picocli.CommandLine;

/** How every program reads what it is told, and answers what it can't do. */
public final class Program {
  private Program() {}

  /**
   * Gives a command line, and the subcommands that it has, the same words for every error, the same
   * way of writing a time, and what the environment says in place of options.
   */
  public static CommandLine prepare(CommandLine line) {
    return line.setParameterExceptionHandler(new UsageErrors())
        .setExecutionExceptionHandler(new ExecutionErrors())
        .setDefaultValueProvider(new EnvironmentDefaults(System.getenv()))
        .registerConverter(Duration.class, DurationOption::parse);
  }
}
