package io.lockstep.jobs;

import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Completion for fish, which picocli has none for, from the same model. */
final class FishCompletion {
  private static final String WORDS =
      """
      # Lockstep's completion for fish.
      function __lockstep_apps
          test -n "$LOCKSTEP_DB"; and set -l db $LOCKSTEP_DB; or set -l db db
          command ls -p -- $db 2>/dev/null | string replace -rf '/$' ''
      end

      function __lockstep_targets
          for app in (__lockstep_apps)
              printf '%s latest\\n%s zero\\n' $app $app
          end
      end

      complete -c lockstep -f
      """;

  private final StringJoiner lines = new StringJoiner("\n", WORDS, "\n");

  private FishCompletion() {}

  static String script(CommandLine root) {
    FishCompletion script = new FishCompletion();
    root.getSubcommands().forEach(script::command);
    return script.lines.toString();
  }

  private void command(String name, CommandLine command) {
    String within = "complete -c lockstep -n '__fish_seen_subcommand_from " + name + "'";
    lines.add(
        "complete -c lockstep -n __fish_use_subcommand -a "
            + name
            + described(command.getCommandSpec().usageMessage().description()));
    command.getCommandSpec().options().forEach(option -> option(within, option));
    switch (Positional.of(command)) {
      case TARGET -> lines.add(within + " -a '(__lockstep_targets)'");
      case APP -> lines.add(within + " -a '(__lockstep_apps)'");
      case OTHER ->
          command.getCommandSpec().positionalParameters().stream()
              .filter(FishCompletion::isFile)
              .forEach(file -> lines.add(within + " -F"));
    }
  }

  private void option(String within, OptionSpec option) {
    StringBuilder line = new StringBuilder(within);
    for (String name : option.names()) {
      line.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
    }
    if (option.arity().min() > 0) {
      line.append(isFile(option) ? " -r -F" : " -x");
    }
    lines.add(line + described(option.description()));
  }

  private static boolean isFile(ArgSpec argument) {
    return List.of(argument.auxiliaryTypes()).contains(Path.class) || argument.type() == Path.class;
  }

  /** The first sentence, quoted. */
  private static String described(String... description) {
    return description.length == 0
        ? ""
        : " -d '"
            + description[0]
                .replaceFirst("(?s)\\. .*", ".")
                .replace("\\", "\\\\")
                .replace("'", "\\'")
            + "'";
  }
}
