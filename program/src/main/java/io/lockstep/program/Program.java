package io.lockstep.program;

import io.lockstep.catalog.settings.UndoPolicy;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** The way in which every program reads its command line and ends with an error. */
public final class Program {
  private Program() {}

  /**
   * Gives a command line and its subcommands the same error messages, the same format of times, and
   * defaults from the environment.
   */
  public static CommandLine prepare(CommandLine line) {
    return line.setExpandAtFiles(false) // no message may quote a file
        .setParameterExceptionHandler(new UsageErrors())
        .setExecutionExceptionHandler(new ExecutionErrors())
        .setDefaultValueProvider(new EnvironmentDefaults(System.getenv()))
        .registerConverter(Duration.class, DurationOption::parse)
        .registerConverter(UndoPolicy.class, Program::undoPolicy);
  }

  private static UndoPolicy undoPolicy(String text) {
    return UndoPolicy.parse(text)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'" + text + "' is no policy for undo scripts. " + UndoPolicy.RULE));
  }
}
