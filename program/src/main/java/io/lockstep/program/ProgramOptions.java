package io.lockstep.program;

import io.lockstep.catalog.Catalog;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Settings;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every program can be told: where the migrations are, and where the database is. */
public final class ProgramOptions {
  @Mixin private FolderOption db;

  @Option(
      names = "--env-file",
      paramLabel = "FILE",
      description =
          "Settings that the environment doesn't give. Default: .env in the working directory.")
  private Optional<Path> envFile;

  @Option(names = "--verbose", description = "Show more, with stack traces.")
  private boolean verbose;

  /** Filled by picocli, as a mixin. */
  @SuppressWarnings("NullAway.Init")
  public ProgramOptions() {}

  /** Shows more of the log from now on, if that was asked for. */
  public void applyVerbose() {
    LogSetup.verbose(verbose);
  }

  /**
   * Shows of these loggers only what goes wrong, unless all is asked for: of the steps of many runs
   * not each.
   */
  public void applyTerse(String... loggers) {
    LogSetup.terse(loggers);
    applyVerbose();
  }

  /** Where the database is; the environment wins over the file. */
  public EnvironmentSettings environment() {
    return EnvironmentSettings.read(envFile);
  }

  /** Where the database is and who migrates it. */
  public Settings settings() {
    return environment().settings();
  }

  /** The migrations on disk. */
  public Catalog catalog() {
    return CatalogReader.read(db.path());
  }
}
