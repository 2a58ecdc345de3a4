package io.lockstep.jobs.adopt;

import io.lockstep.CancellableClock;
import io.lockstep.adopt.AdoptRequest;
import io.lockstep.adopt.AdoptionReport;
import io.lockstep.jobs.functions.JobFunctions;
import io.lockstep.jobs.options.CommonOptions;
import io.lockstep.jobs.options.ScratchOptions;
import io.lockstep.program.ExecutionErrors;
import io.lockstep.program.json.Json;
import io.lockstep.targets.Target;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code adopt APP VERSION…}. */
@Command(
    name = "adopt",
    mixinStandardHelpOptions = true,
    description = {
      "Marks as applied what another tool has applied: writes the app's history up to VERSION and"
          + " stores the undo scripts, in one transaction. Runs no migration.",
      "",
      "Before that it compares all schemas with what the migrations make in a scratch database, and"
          + " exits with 3, with nothing written, if they differ:",
      "  + only in the database    - only made by the migrations    ~ object: made → is",
      "To leave out objects that no migration makes, set drift.ignore=table p_*, schema audit in an app's"
          + " lockstep.properties.",
      "",
      "The table of golang-migrate, dbmate, goose, Flyway, Liquibase, Django, Prisma, sqlx, Diesel or"
          + " sql-migrate is found by itself, and has to say the same version; of Django, the app of the same name. Those tables"
          + " are left as they are, and are no difference."
    },
    footer = {"", "Example: ./lockstep adopt main 0002"})
public final class AdoptCommand implements Callable<Integer> {
  private final CancellableClock clock;

  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;
  @Mixin private ScratchOptions scratch;

  @Parameters(
      paramLabel = "APP VERSION",
      arity = "1..*",
      description =
          "An app, and the version (or latest) that the other tool has brought it to. Of apps"
              + " whose tables are in one schema name all: APP VERSION APP VERSION.")
  private List<String> words = List.of();

  @Option(
      names = "--from",
      paramLabel = "TABLE",
      description =
          "The other tool's table, if it is called otherwise, is in another schema (SCHEMA.TABLE),"
              + " or is one of several.")
  private Optional<String> from;

  @Option(
      names = "--force",
      description = "Go on although that table or the schema says otherwise.")
  private boolean force;

  @Option(names = "--dry-run", description = "Only compare, and write nothing.")
  private boolean dryRun;

  @Option(
      names = "--lock-wait",
      paramLabel = "TIME",
      defaultValue = "10m",
      description = "How long to wait for the lock. Default: 10m.")
  private Duration lockWait;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  public AdoptCommand(CancellableClock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    AdoptionReport report =
        new JobFunctions(common.adoption(clock))
            .adopt(
                new AdoptRequest(
                    targets(),
                    from,
                    force,
                    dryRun,
                    scratch.onServer(),
                    scratch.prepare(),
                    common.reader(),
                    lockWait));
    if (common.json()) {
      Json.print(report);
    } else {
      PrintStream out = Json.utf8();
      report.lines().forEach(out::println);
      if (report.problem().isEmpty()) {
        out.println(report.summary());
      }
    }
    return ExecutionErrors.exitCode(report.problem());
  }

  private List<Target> targets() {
    if (words.size() % 2 != 0) {
      throw new ParameterException(
          spec.commandLine(),
          "each app needs its version, which is an argument of its own: adopt APP VERSION");
    }
    List<Target> targets = new ArrayList<>();
    for (int i = 0; i < words.size(); i += 2) {
      targets.add(Target.parse(words.get(i) + " " + words.get(i + 1)));
    }
    return List.copyOf(targets);
  }
}
