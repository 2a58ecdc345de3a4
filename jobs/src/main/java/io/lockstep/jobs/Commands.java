package io.lockstep.jobs;

import io.lockstep.Pace;
import io.lockstep.program.Program;
import io.lockstep.program.VersionProvider;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.IVersionProvider;

/**
 * The commands by name, in the order in which help lists them. Only the one that is called is made:
 * picocli looks at every field of every command that it is given, which takes as long as a run with
 * nothing to do.
 */
final class Commands {
  private static final Map<String, Function<Pace, Object>> COMMANDS = new LinkedHashMap<>();
  private static final IVersionProvider VERSION = new VersionProvider();

  static {
    COMMANDS.put("migrate", pace -> new MigrateCommand(pace).spec());
    COMMANDS.put("migrate-tenants", MigrateTenantsCommand::new);
    COMMANDS.put("plan", PlanCommand::new);
    COMMANDS.put("list", ListCommand::new);
    COMMANDS.put("status", StatusCommand::new);
    COMMANDS.put("verify", VerifyCommand::new);
    COMMANDS.put("verify-tenants", VerifyTenantsCommand::new);
    COMMANDS.put("rehearse", RehearseCommand::new);
    COMMANDS.put("import", pace -> new ImportCommand());
    COMMANDS.put("adopt", AdoptCommand::new);
    COMMANDS.put("grant-reader", GrantReaderCommand::new);
    COMMANDS.put("new", pace -> new NewCommand());
    COMMANDS.put("completion", CompletionCommand::new);
    COMMANDS.put("version", pace -> new VersionCommand());
    COMMANDS.put("help", pace -> help());
  }

  private Commands() {}

  /** Runs what the arguments say, and returns the exit code. */
  static int execute(Pace pace, String... args) {
    return commandLine(pace, wanted(args)).execute(args);
  }

  /** All of them, for who has to know each. */
  static CommandLine all(Pace pace) {
    return commandLine(pace, COMMANDS);
  }

  private static CommandLine commandLine(Pace pace, Map<String, Function<Pace, Object>> commands) {
    CommandLine root = new CommandLine(new LockstepCommand().spec());
    commands.forEach((name, command) -> root.addSubcommand(name, command.apply(pace)));
    root.getCommandSpec().versionProvider(VERSION);
    root.getSubcommands().values().forEach(sub -> sub.getCommandSpec().versionProvider(VERSION));
    return Program.prepare(root);
  }

  /** picocli's own command has all but an example. */
  private static CommandLine help() {
    CommandLine help = new CommandLine(new CommandLine.HelpCommand());
    help.getCommandSpec().usageMessage().footer("", "Example: ./lockstep help rehearse");
    return help;
  }

  /** The one that is named; else all, since what follows is help or an error that names them. */
  private static Map<String, Function<Pace, Object>> wanted(String... args) {
    Function<Pace, Object> named = args.length == 0 ? null : COMMANDS.get(args[0]);
    return named == null || args[0].equals("help") ? COMMANDS : Map.of(args[0], named);
  }
}
