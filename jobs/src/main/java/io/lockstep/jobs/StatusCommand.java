package io.lockstep.jobs;

import io.lockstep.CancellableClock;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.program.Json;
import io.lockstep.status.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code status TARGET…}. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = {
      "Says whether targets are reached, and what is running. Takes no lock and writes nothing.",
      "With --wait, an init container that lets its app start when the schema is there."
    },
    footer = {"", "Example: ./lockstep status \"main latest\" --wait"})
final class StatusCommand implements Callable<Integer> {
  private final CancellableClock clock;

  @Mixin private CommonOptions common;

  @Parameters(
      paramLabel = "TARGET",
      arity = "1..*",
      description = "\"APP VERSION\", \"APP zero\" or \"APP latest\"; of one app the last counts.")
  private List<String> targets;

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      arity = "0..1",
      fallbackValue = "10m",
      description = "Wait until they are reached and no run is under way, this long or 10m.")
  private Optional<Duration> responseTimeout;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  StatusCommand(CancellableClock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    JobFunctions functions = new JobFunctions(common.lockstep(clock));
    Status status =
        new StatusWait(functions, new StatusRequest(targets), clock)
            .until(responseTimeout.orElse(Duration.ZERO));
    if (status.reached() || !common.json()) {
      print(status);
    }
    if (!status.reached()) {
      throw new LockstepException(
          ExitCode.REFUSED,
          "the status of " + String.join(", ", targets),
          String.join("; ", status.lines()),
          responseTimeout.isPresent()
              ? "See the log of the Job that migrates; this can be run again at any moment."
              : "Run migrate, or wait for who does with --wait.");
    }
    return ExitCode.DONE.code();
  }

  private void print(Status status) {
    if (common.json()) {
      Json.print(status);
    } else {
      status.lines().forEach(System.out::println);
    }
  }
}
