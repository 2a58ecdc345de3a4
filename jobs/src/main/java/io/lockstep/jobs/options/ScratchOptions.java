package io.lockstep.jobs.options;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of commands that work in scratch databases. */
public final class ScratchOptions {
  @Option(
      names = "--server",
      description =
          "Make the scratch databases on the configured server, and not on an embedded PostgreSQL;"
              + " the role needs CREATEDB.")
  private boolean server;

  @Option(
      names = "--prepare",
      paramLabel = "FILE",
      description =
          "Run this script first in the scratch database, for what the migrations find elsewhere: a schema, an extension, a role.")
  private Optional<Path> prepare;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  public ScratchOptions() {}

  /** True for the configured server, false for an embedded PostgreSQL. */
  public boolean onServer() {
    return server;
  }

  /** The script that prepares the scratch database. */
  public Optional<Path> prepare() {
    return prepare;
  }
}
