package io.lockstep.jobs;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What commands share that work in scratch databases. */
final class ScratchOptions {
  @Option(
      names = "--prepare",
      paramLabel = "FILE",
      description =
          "Run this script first in the scratch database, for what the migrations find elsewhere: a schema, an extension, a role.")
  private Optional<Path> prepare;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  ScratchOptions() {}

  /** The script that makes what must be there before. */
  Optional<Path> prepare() {
    return prepare;
  }
}
