package io.lockstep.knative;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands' root. */
@Command(
    name = "lockstep knative",
    mixinStandardHelpOptions = true,
    description =
        "Looks at a Knative service, at what it serves, and at rollouts; changes nothing.",
    subcommands = {
      UrlCommand.class,
      WaitCommand.class,
      CheckCommand.class,
      AwaitRolloutCommand.class,
      CommandLine.HelpCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Example: ./lockstep knative wait --name lockstep --namespace shop"},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:ready, or as wanted",
      "1:not ready, not as wanted, or no answer, within --timeout; or no right to look",
      "2:wrong usage, or no cluster is configured",
      "8:pods of an older version are left after --deadline"
    })
final class KnativeCommand implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  KnativeCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command?");
  }
}
