package io.lockstep.jobs;

import io.lockstep.jobs.options.StandardOptions;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The commands' root. */
final class LockstepCommand implements Runnable {
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  CommandSpec spec() {
    spec.name("lockstep")
        .usageMessage()
        .description(
            "Brings a PostgreSQL schema to a target, forwards or backwards, one run at a time.")
        .synopsisSubcommandLabel("COMMAND")
        .footer("", "Example: ./lockstep help migrate");
    return StandardOptions.addTo(spec);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command?");
  }
}
