package io.lockstep.program;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.program.json.Json;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns the exception of a command into its exit code and at most three lines. */
public final class ExecutionErrors implements IExecutionExceptionHandler {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep");

  @Override
  public int handleExecutionException(Exception e, CommandLine commandLine, ParseResult parsed) {
    LockstepException problem = LockstepException.of("running the command", e);
    say(problem);
    log.debug("the cause", e);
    if (commandLine.getParseResult().hasMatchedOption("--json")) {
      Json.printError(problem.exit(), problem.text());
    }
    return problem.exit().code();
  }

  /**
   * Logs the problem of a report that is printed nevertheless.
   *
   * @return the exit code; 0 without a problem
   */
  public static int exitCode(Optional<LockstepException> problem) {
    problem.ifPresent(ExecutionErrors::say);
    return problem.map(LockstepException::exit).orElse(ExitCode.DONE).code();
  }

  private static void say(LockstepException problem) {
    problem.text().lines().forEach(log::error);
  }
}
