package io.lockstep.jobs;

import io.lockstep.CancellableClock;
import io.lockstep.jobs.adopt.AdoptCommand;
import io.lockstep.jobs.adopt.ImportCommand;
import io.lockstep.jobs.adopt.NewCommand;
import io.lockstep.jobs.inspect.ListCommand;
import io.lockstep.jobs.inspect.StatusCommand;
import io.lockstep.jobs.inspect.VerifyCommand;
import io.lockstep.jobs.migrate.MigrateCommand;
import io.lockstep.jobs.migrate.PlanCommand;
import io.lockstep.jobs.rehearse.RehearseCommand;
import io.lockstep.jobs.tenants.MigrateTenantsCommand;
import io.lockstep.jobs.tenants.VerifyTenantsCommand;
import io.lockstep.program.Program;
import io.lockstep.program.VersionProvider;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.IVersionProvider;

/**
 * The commands by name, in the order in which help lists them. Only the command that is called is
 * made: picocli inspects every field of every command that it gets, which takes as long as a run
 * with nothing to do.
 */
final class CommandRegistry {
  private static final Map<String, Function<CancellableClock, Object>> COMMANDS =
      new LinkedHashMap<>();
  private static final IVersionProvider VERSION = new VersionProvider();

  static {
    COMMANDS.put("migrate", clock -> new MigrateCommand(clock).spec());
    COMMANDS.put("migrate-tenants", MigrateTenantsCommand::new);
    COMMANDS.put("plan", clock -> new PlanCommand(clock).spec());
    COMMANDS.put("list", clock -> new ListCommand(clock).spec());
    COMMANDS.put("status", clock -> new StatusCommand(clock).spec());
    COMMANDS.put("verify", VerifyCommand::new);
    COMMANDS.put("verify-tenants", VerifyTenantsCommand::new);
    COMMANDS.put("rehearse", RehearseCommand::new);
    COMMANDS.put("import", clock -> new ImportCommand());
    COMMANDS.put("adopt", AdoptCommand::new);
    COMMANDS.put("grant-reader", GrantReaderCommand::new);
    COMMANDS.put("new", clock -> new NewCommand());
    COMMANDS.put("completion", CompletionCommand::new);
    COMMANDS.put("version", clock -> new VersionCommand());
    COMMANDS.put("help", clock -> help());
  }

  private CommandRegistry() {}

  /** Runs the command that the arguments name, and returns its exit code. */
  static int execute(CancellableClock clock, ParallelStart start, String... args) {
    CommandLine root = root();
    start.awaitLogging(); // a command may have a logger
    return Program.run(complete(root, clock, wanted(args)), args);
  }

  /** All commands, for help and completion. */
  static CommandLine all(CancellableClock clock) {
    return complete(root(), clock, COMMANDS);
  }

  private static CommandLine root() {
    return new CommandLine(new LockstepCommand().spec());
  }

  private static CommandLine complete(
      CommandLine root,
      CancellableClock clock,
      Map<String, Function<CancellableClock, Object>> commands) {
    commands.forEach((name, command) -> root.addSubcommand(name, command.apply(clock)));
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

  /** The named command; else all, since help or an error that names them follows. */
  private static Map<String, Function<CancellableClock, Object>> wanted(String... args) {
    Function<CancellableClock, Object> named = args.length == 0 ? null : COMMANDS.get(args[0]);
    return named == null || args[0].equals("help") ? COMMANDS : Map.of(args[0], named);
  }
}
