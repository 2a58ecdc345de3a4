package io.lockstep.jobs.rehearse;

import io.lockstep.CancellableClock;
import io.lockstep.jobs.functions.JobFunctions;
import io.lockstep.jobs.options.CommonOptions;
import io.lockstep.jobs.options.ScratchOptions;
import io.lockstep.program.ExecutionErrors;
import io.lockstep.program.json.Json;
import io.lockstep.rehearse.RehearsalReport;
import io.lockstep.rehearse.RehearseRequest;
import java.nio.file.Path;
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

/** {@code rehearse [TARGET…]}. */
@Command(
    name = "rehearse",
    mixinStandardHelpOptions = true,
    description = {
      "Proves before production that a plan works and can be taken back: in a scratch database each"
          + " migration is applied, undone and applied again, and the schema compared each time.",
      "",
      "Exits with 3 if a script fails, an undo script is missing, fails or is not the inverse, or a"
          + " script can't be applied again (!). What production has to bear is only said (*):"
          + " dropped tables and columns, emptied tables, ACCESS EXCLUSIVE locks on tables that were there,"
          + " rewrites of them, and indexes created on them without CONCURRENTLY; and faults that"
          + " lockstep.properties accepts with a reason (accept.KIND.VERSION=REASON).",
      "",
      "The database itself is not touched. What a script makes outside its database (roles) stays"
          + " on the server. A rehearsal that was killed leaves databases lockstep_rehearsal_… on"
          + " the server; the next one drops them."
    },
    footer = {"", "Example: ./lockstep rehearse \"main latest\" --junit rehearsal.xml"})
public final class RehearseCommand implements Callable<Integer> {
  private final CancellableClock clock;

  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;
  @Mixin private ScratchOptions scratch;

  @Parameters(
      paramLabel = "TARGET",
      arity = "0..*",
      description =
          "\"APP VERSION\" or \"APP latest\", in their order. Default: each app's latest.")
  private List<String> targets = List.of();

  @Option(
      names = "--like-current",
      description =
          "Begin with the configured database's schema (without its data, by pg_dump), and not from"
              + " zero.")
  private boolean likeCurrent;

  @Option(
      names = "--from",
      paramLabel = "VERSION",
      description =
          "Only apply what comes up to this version, and rehearse what comes after it; of several"
              + " apps, \"APP VERSION\", once for each.")
  private List<String> from = List.of();

  @Option(names = "--strict", description = "Exit with 3 also for what is only said.")
  private boolean strict;

  @Option(names = "--junit", paramLabel = "FILE", description = "Write a JUnit report for CI, too.")
  private Optional<Path> junit;

  @Option(names = "--github", description = "Print annotations for GitHub Actions, too.")
  private boolean github;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  public RehearseCommand(CancellableClock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    if (github && common.json()) {
      throw new ParameterException(spec.commandLine(), "--json and --github both want the output");
    }
    RehearsalReport report =
        new JobFunctions(common.rehearsal(clock))
            .rehearse(
                new RehearseRequest(
                    targets, scratch.onServer(), likeCurrent, scratch.prepare(), from));
    junit.ifPresent(file -> new JunitReport(report, strict).write(file));
    if (common.json()) {
      Json.print(RehearsalDocument.of(report));
    } else {
      new RehearsalPrinter(Json.utf8()).print(report);
    }
    if (github) {
      new GithubAnnotations(Json.utf8(), Path.of("").toAbsolutePath()).print(report, strict);
    }
    return ExecutionErrors.exitCode(report.problem(strict));
  }
}
