package io.lockstep.knative;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns what a command threw, or its arguments are, into an exit code and a few lines. */
final class Errors implements IParameterExceptionHandler, IExecutionExceptionHandler {
  @Override
  public int handleParseException(ParameterException e, String[] args) {
    PrintWriter err = e.getCommandLine().getErr();
    err.println("lockstep: " + OneLine.of(String.valueOf(e.getMessage())));
    err.println("See: ./" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
    err.flush();
    return ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine commandLine, ParseResult parsed) {
    Problem problem = e instanceof Problem known ? known : fault(e);
    PrintWriter err = commandLine.getErr();
    err.println("lockstep: " + problem.getMessage());
    if (commandLine.getParseResult().hasMatchedOption("--verbose")) {
      e.printStackTrace(err);
    }
    err.flush();
    return problem.exit();
  }

  private static Problem fault(Exception e) {
    return new Problem(
        "running the command",
        "a fault of Lockstep: " + OneLine.of(String.valueOf(e)),
        "Run it again; if it stays, report it with the output of --verbose.");
  }
}
