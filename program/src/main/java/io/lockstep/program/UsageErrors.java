package io.lockstep.program;

import io.lockstep.ExitCode;
import io.lockstep.program.json.Json;
import io.lockstep.program.logging.Terminal;
import java.io.PrintWriter;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;

/** Says in two lines what is wrong with a command line, instead of printing the whole help. */
final class UsageErrors implements IParameterExceptionHandler {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep");

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    String help = "See: ./" + help(e.getCommandLine());
    if (Terminal.isJson(System.getenv())) {
      log.error(e.getMessage());
      log.error(help);
    } else {
      PrintWriter err = e.getCommandLine().getErr();
      err.println("lockstep: " + e.getMessage());
      err.println(help);
      err.flush();
    }
    if (Arrays.asList(args).contains("--json")) {
      Json.printError(ExitCode.USAGE, String.valueOf(e.getMessage()));
    }
    return ExitCode.USAGE.code();
  }

  /** {@code lockstep help}, or that of a program with commands of its own, such as knative. */
  private static String help(CommandLine command) {
    CommandLine parent = command.getParent();
    CommandLine root = parent == null ? command : parent;
    String program =
        root.getCommandName().startsWith("lockstep") ? root.getCommandName() : "lockstep";
    return program + " help" + (parent == null ? "" : " " + command.getCommandName());
  }
}
