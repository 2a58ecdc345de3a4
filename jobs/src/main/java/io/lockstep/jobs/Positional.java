package io.lockstep.jobs;

import java.util.List;
import picocli.CommandLine;

/** What stands on a command line beside the options, told by its label in the help. */
enum Positional {
  /** {@code "APP VERSION"} as one word. */
  TARGET,
  /** An app's name. */
  APP,
  /** Anything else. */
  OTHER;

  /** What comes first in this command. */
  static Positional of(CommandLine command) {
    return command.getCommandSpec().positionalParameters().stream()
        .findFirst()
        .map(first -> first.paramLabel())
        .map(label -> label.equals("TARGET") ? TARGET : label.startsWith("APP") ? APP : OTHER)
        .orElse(OTHER);
  }

  /** The names of the commands that begin with this. */
  List<String> commands(CommandLine root) {
    return root.getSubcommands().entrySet().stream()
        .filter(entry -> of(entry.getValue()) == this)
        .map(entry -> entry.getKey())
        .toList();
  }
}
