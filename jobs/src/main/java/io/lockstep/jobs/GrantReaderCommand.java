package io.lockstep.jobs;

import io.lockstep.CancellableClock;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.database.Reader;
import io.lockstep.jobs.functions.JobFunctions;
import io.lockstep.jobs.options.CommonOptions;
import io.lockstep.program.json.Json;
import io.lockstep.run.report.ReaderReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code grant-reader}. */
@Command(
    name = "grant-reader",
    mixinStandardHelpOptions = true,
    description =
        "Makes or refreshes the role of POSTGRES_READER_USER, which can only read what is applied.",
    footer = {
      "",
      "migrate does the same by itself where that role's name and password are set.",
      "",
      "Example: ./lockstep grant-reader --env-file production.env"
    })
final class GrantReaderCommand implements Callable<Integer> {
  private final CancellableClock clock;

  @Mixin private CommonOptions common;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  GrantReaderCommand(CancellableClock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    Reader reader =
        common
            .reader()
            .orElseThrow(
                () ->
                    new LockstepException(
                        ExitCode.USAGE,
                        "grant-reader",
                        "nothing says which role",
                        "Set POSTGRES_READER_USER and POSTGRES_READER_PASSWORD (or POSTGRES_READER_PASSWORD_FILE)."));
    ReaderReport report = new JobFunctions(common.lockstep(clock)).grantReader(reader);
    if (common.json()) {
      Json.print(report);
    } else {
      System.out.println(report.role() + " can read what is applied");
    }
    return ExitCode.DONE.code();
  }
}
