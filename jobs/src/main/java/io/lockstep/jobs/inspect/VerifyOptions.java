package io.lockstep.jobs.inspect;

import io.lockstep.jobs.functions.VerifyRequest;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of the commands that verify. */
public final class VerifyOptions {
  @Parameters(
      paramLabel = "TARGET",
      arity = "0..*",
      description =
          "\"APP VERSION\", \"APP zero\" or \"APP latest\" that shall be reached; of several for one app the last.")
  private List<String> targets = List.of();

  @Option(
      names = "--record",
      description =
          "Write what was found into the database, for serve to show; needs the role that migrates.")
  private boolean record;

  /** Filled by picocli, as a mixin. */
  public VerifyOptions() {}

  /** The request that they make. */
  public VerifyRequest request() {
    return new VerifyRequest(targets, record);
  }
}
