package io.lockstep.jobs.inspect;

import io.lockstep.CancellableClock;
import io.lockstep.ExitCode;
import io.lockstep.jobs.functions.JobFunctions;
import io.lockstep.jobs.options.CommonOptions;
import io.lockstep.jobs.options.StandardOptions;
import io.lockstep.listing.ListCheck;
import io.lockstep.listing.Listing;
import io.lockstep.program.Flag;
import io.lockstep.program.json.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code list}. */
public final class ListCommand implements Callable<Integer> {
  private final CancellableClock clock;
  private final CommonOptions common = new CommonOptions();
  private final OptionSpec check =
      Flag.of(
          "--check",
          "Exit with 3 if a migration is unknown, changed or unfinished; for a CronJob or a script.");

  public ListCommand(CancellableClock clock) {
    this.clock = clock;
  }

  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("list");
    spec.usageMessage()
        .description("Shows every app and migration, on disk or in the database, with its state.")
        .footer("", "Example: ./lockstep list --json");
    StandardOptions.addTo(spec);
    common.addTo(spec);
    return spec.addOption(check);
  }

  @Override
  public Integer call() {
    JobFunctions functions = new JobFunctions(common.lockstep(clock));
    if (check.<Boolean>getValue()) {
      print(functions.check());
    } else {
      print(functions.list());
    }
    return ExitCode.DONE.code();
  }

  /** People get the list and the error; in JSON it is one document, the list or the error. */
  private void print(ListCheck found) {
    if (common.json()) {
      found.refuseFindings();
    }
    print(found.listing());
    found.refuseFindings();
  }

  private void print(Listing listing) {
    if (common.json()) {
      Json.print(listing);
    } else {
      new ListPrinter(System.out).print(listing);
    }
  }
}
