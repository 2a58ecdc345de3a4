package io.lockstep.program;

import io.lockstep.ExitCode;
import java.util.Arrays;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;

/** Says in two lines what is wrong with a command line, instead of printing the whole help. */
final class UsageErrors implements IParameterExceptionHandler {
  @Override
  public int handleParseException(ParameterException e, String[] args) {
    System.err.println("lockstep: " + e.getMessage());
    System.err.println(
        "See: ./lockstep help"
            + (e.getCommandLine().getParent() == null
                ? ""
                : " " + e.getCommandLine().getCommandName()));
    if (Arrays.asList(args).contains("--json")) {
      Json.printError(ExitCode.USAGE, String.valueOf(e.getMessage()));
    }
    return ExitCode.USAGE.code();
  }
}
