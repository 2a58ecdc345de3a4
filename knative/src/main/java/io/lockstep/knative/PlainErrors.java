package io.lockstep.knative;

import io.lockstep.LockstepException;
import io.lockstep.program.ExecutionErrors;
import io.lockstep.program.logging.Terminal;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Prints what a command threw as plain lines, where {@code program}'s handler logs it: a person
 * reads the output of these commands. Where JSON is asked for, it is a log like any other.
 */
final class PlainErrors implements IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(Exception e, CommandLine commandLine, ParseResult parsed) {
    if (Terminal.isJson(System.getenv())) {
      return new ExecutionErrors().handleExecutionException(e, commandLine, parsed);
    }
    LockstepException problem = LockstepException.of("running the command", e);
    PrintWriter err = commandLine.getErr();
    err.println("lockstep: " + problem.text());
    if (commandLine.getParseResult().hasMatchedOption("--verbose")) {
      e.printStackTrace(err);
    }
    err.flush();
    return problem.exit().code();
  }
}
