package io.lockstep.program;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.catalog.settings.UndoPolicy;
import io.lockstep.program.logging.Terminal;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** The way in which every program reads its command line and ends with an error. */
public final class Program {
  /** As of any program that SIGPIPE ends (128 + 13): shells know it, and nothing went wrong. */
  private static final int READER_GONE = 141;

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
   * standard output, or of a reader that has ended. The latter, like {@code head}, mostly has what
   * it wants, so it is no error.
   */
  public static int run(CommandLine line, String... args) {
    int code = line.execute(args);
    if (code != ExitCode.DONE.code() || !System.out.checkError()) {
      return code;
    }
    return Terminal.isOutputPiped()
        ? READER_GONE
        : ExecutionErrors.exitCode(
            Optional.of(
                new LockstepException(
                    ExitCode.ERROR,
                    "standard output",
                    "it can't be written, so the result is not whole",
                    "Check the disk, and run the command again.")));
  }

  private static UndoPolicy undoPolicy(String text) {
    return UndoPolicy.parse(text)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'" + text + "' is no policy for undo scripts. " + UndoPolicy.RULE));
  }
}
