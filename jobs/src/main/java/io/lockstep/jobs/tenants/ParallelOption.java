package io.lockstep.jobs.tenants;

import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How many databases a process works on at once. */
final class ParallelOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      descriptionKey = "LOCKSTEP_PARALLEL",
      description =
          "How many databases to work on at once, with two connections each. Default: LOCKSTEP_PARALLEL, else two for each core, as far as half of the server's free connections allow.")
  private Optional<Integer> parallel;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  ParallelOption() {}

  /** The number; empty where nobody has said one. */
  Optional<Integer> value() {
    if (parallel.filter(n -> n < 1).isPresent()) {
      throw new ParameterException(
          spec.commandLine(), "--parallel " + parallel.get() + ": give 1 or more");
    }
    return parallel;
  }
}
