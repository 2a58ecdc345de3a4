package io.lockstep.jobs;

import io.lockstep.Exit;
import io.lockstep.Pace;
import io.lockstep.listing.Listing;
import io.lockstep.program.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code list}. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Shows every app and migration, on disk or in the database, with its state.",
    footer = {"", "Example: ./lockstep list --json"})
final class ListCommand implements Callable<Integer> {
  private final Pace pace;

  @Mixin private CommonOptions common;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  ListCommand(Pace pace) {
    this.pace = pace;
  }

  @Override
  public Integer call() {
    JobFunctions functions = new JobFunctions(common.lockstep(pace));
    Listing listing = functions.list();
    if (common.json()) {
      Json.print(listing);
    } else {
      new ListPrinter(System.out).print(listing);
    }
    return Exit.DONE.code();
  }
}
