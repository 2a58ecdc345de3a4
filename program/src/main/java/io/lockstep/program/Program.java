package io.lockstep.program;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.catalog.settings.UndoPolicy;
import java.time.Duration;
import java.util.Optional;
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

  /**
   * Runs a command line. What nobody gets is no success: Java says nothing of a full disk behind
   * standard output, or of a reader that has ended.
   */
  public static int run(CommandLine line, String... args) {
    int code = line.execute(args);
    return code == ExitCode.DONE.code() && System.out.checkError()
        ? ExecutionErrors.exitCode(
            Optional.of(
                new LockstepException(
                    ExitCode.ERROR,
                    "standard output",
                    "it can't be written, or its reader has ended, so the result is not whole",
                    "Check the disk, or the program that reads it, and run the command again.")))
        : code;
  }

  private static UndoPolicy undoPolicy(String text) {
    return UndoPolicy.parse(text)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'" + text + "' is no policy for undo scripts. " + UndoPolicy.RULE));
  }
}
