package io.lockstep.program;

import java.time.Duration;
import picocli.CommandLine;

/** The way in which every program reads its command line and ends with an error. */
public final class Program {
  private Program() {}

  /**
   * Gives a command line and its subcommands the same error messages, the same format of times, and
   * defaults from the environment.
   */
  public static CommandLine prepare(CommandLine line) {
    return line.setParameterExceptionHandler(new UsageErrors())
        .setExecutionExceptionHandler(new ExecutionErrors())
        .setDefaultValueProvider(new EnvironmentDefaults(System.getenv()))
        .registerConverter(Duration.class, DurationOption::parse);
  }
}
