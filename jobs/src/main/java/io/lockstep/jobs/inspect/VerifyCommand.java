package io.lockstep.jobs.inspect;

import io.lockstep.CancellableClock;
import io.lockstep.jobs.functions.JobFunctions;
import io.lockstep.jobs.options.CommonOptions;
import io.lockstep.program.ExecutionErrors;
import io.lockstep.program.json.Json;
import io.lockstep.verify.VerifyReport;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code verify [TARGET…]}. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Says whether the database is what its history says. Takes no lock, and writes nothing without --record.",
      "",
      "Exits with 3 if an applied migration is unknown, changed, unfinished or without an undo script that it must have (undo in lockstep.properties); if one was passed by; if an index is INVALID or a constraint has become NOT VALID; if a target is not reached; or if the schema is not as the last run has recorded it:",
      "  ! what is wrong    + object added    - object gone    ~ object: old → new",
      "All schemas are compared but those of other releases and extensions; drift.ignore=table p_* in an app's lockstep.properties leaves out what is made at run time.",
      "",
      "Put changed files back, use the image that has the unknown ones, run migrate again for what is unfinished, and undo by hand what was done by hand, or make a migration of it."
    },
    footer = {"", "Example: ./lockstep verify \"main latest\""})
public final class VerifyCommand implements Callable<Integer> {
  private final CancellableClock clock;

  @Mixin private CommonOptions common;
  @Mixin private VerifyOptions verify;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  public VerifyCommand(CancellableClock clock) {
    this.clock = clock;
  }

  /** In JSON the report is the only document, and it names the differences itself. */
  @Override
  public Integer call() {
    VerifyReport report = new JobFunctions(common.lockstep(clock)).verify(verify.request());
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
}
