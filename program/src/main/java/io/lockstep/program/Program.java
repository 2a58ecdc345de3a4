package io.lockstep.program;

import java.time.Duration;
import picocli.CommandLine;

/** How every program reads what it is told, and answers what it can't do. */
public final class Program {
  private Program() {}

  /**
   * Gives a command line, and the subcommands that it has, the same words for every error and the
   * same way of writing a time.
   */
  public static CommandLine prepare(CommandLine line) {
    return line.setParameterExceptionHandler(new UsageErrors())
        .setExecutionExceptionHandler(new ExecutionErrors())
        .registerConverter(Duration.class, DurationOption::parse);
  }
}
