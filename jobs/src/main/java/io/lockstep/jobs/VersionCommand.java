package io.lockstep.jobs;

import io.lockstep.ExitCode;
import io.lockstep.program.ProgramVersion;
import io.lockstep.program.json.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code version}. */
@Command(
    name = "version",
    mixinStandardHelpOptions = true,
    description = "Says which version this is, and what it runs with. Needs no database.",
    footer = {"", "Example: ./lockstep version --json"})
final class VersionCommand implements Callable<Integer> {
  @Option(names = "--json", description = "One JSON document on standard output.")
  private boolean json;

  VersionCommand() {}

  @Override
  public Integer call() {
    ProgramVersion version = ProgramVersion.read();
    if (json) {
      Json.print(version);
    } else {
      version.lines().forEach(System.out::println);
    }
    return ExitCode.DONE.code();
  }
}
