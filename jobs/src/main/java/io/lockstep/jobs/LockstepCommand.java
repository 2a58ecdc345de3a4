package io.lockstep.jobs;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands' root. */
@Command(
    name = "lockstep",
    mixinStandardHelpOptions = true,
    description =
        "Brings a PostgreSQL schema to a target, forwards or backwards, one run at a time.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Example: ./lockstep help migrate"})
final class LockstepCommand implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  LockstepCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command?");
  }
}
