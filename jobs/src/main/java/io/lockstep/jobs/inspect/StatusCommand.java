package io.lockstep.jobs.inspect;

import io.lockstep.CancellableClock;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.jobs.functions.JobFunctions;
import io.lockstep.jobs.functions.StatusRequest;
import io.lockstep.jobs.options.CommonOptions;
import io.lockstep.jobs.options.StandardOptions;
import io.lockstep.program.json.Json;
import io.lockstep.status.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code status TARGET…}. */
public final class StatusCommand implements Callable<Integer> {
  private final CancellableClock clock;
  private final CommonOptions common = new CommonOptions();
  private final PositionalParamSpec targets =
      StandardOptions.targets(
          "\"APP VERSION\", \"APP zero\" or \"APP latest\"; of one app the last counts.");
  private final OptionSpec timeout =
      OptionSpec.builder("--wait")
          .type(Duration.class)
          .paramLabel("TIME")
          .arity("0..1")
          .fallbackValue("10m")
          .description("Wait until they are reached and no run is under way, this long or 10m.")
          .build();

  public StatusCommand(CancellableClock clock) {
    this.clock = clock;
  }

  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("status");
    spec.usageMessage()
        .description(
            "Says whether targets are reached, and what is running. Takes no lock and writes nothing.",
            "With --wait, an init container that lets its app start when the schema is there.")
        .footer("", "Example: ./lockstep status \"main latest\" --wait");
    StandardOptions.addTo(spec);
    common.addTo(spec);
    return spec.addPositional(targets).addOption(timeout);
  }

  @Override
  public Integer call() {
    List<String> wanted = targets.getValue();
    Optional<Duration> given = Optional.ofNullable(timeout.getValue());
    Status status =
        new StatusWait(new JobFunctions(common.lockstep(clock)), new StatusRequest(wanted), clock)
            .until(given.orElse(Duration.ZERO));
    if (status.reached() || !common.json()) {
      print(status);
    }
    if (!status.reached()) {
      throw new LockstepException(
          ExitCode.REFUSED,
          "the status of " + String.join(", ", wanted),
          String.join("; ", status.lines()),
          given.isPresent()
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
