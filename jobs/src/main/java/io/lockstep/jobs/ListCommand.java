package io.lockstep.jobs;

import io.lockstep.CancellableClock;
import io.lockstep.ExitCode;
import io.lockstep.listing.ListCheck;
import io.lockstep.listing.Listing;
import io.lockstep.program.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code list}. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Shows every app and migration, on disk or in the database, with its state.",
    footer = {"", "Example: ./lockstep list --json"})
final class ListCommand implements Callable<Integer> {
  private final CancellableClock clock;

  @Mixin private CommonOptions common;

  @Option(
      names = "--check",
      description =
          "Exit with 3 if a migration is unknown, changed or unfinished; for a CronJob or a script.")
  private boolean check;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  ListCommand(CancellableClock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    JobFunctions functions = new JobFunctions(common.lockstep(clock));
    if (check) {
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
