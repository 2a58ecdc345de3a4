package io.lockstep.program;

import io.lockstep.catalog.Catalog;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Settings;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/**
 * What every program can be told: where the migrations are, and where the database is. Like all
 * that {@code migrate} needs it is without picocli's annotations: the JVM makes classes for those
 * that are looked at, at each start, which takes a sixth of a run with nothing to do.
 */
public final class ProgramOptions {
  private final FolderOption db = new FolderOption();
  private final OptionSpec envFile =
      OptionSpec.builder("--env-file")
          .type(Path.class)
          .paramLabel("FILE")
          .description(
              "Settings that the environment doesn't give. Default: .env in the working directory.")
          .build();
  private final OptionSpec verbose = Flag.of("--verbose", "Show more, with stack traces.");

  /** Filled by picocli, as a mixin. */
  public ProgramOptions() {}

  /** Adds them to a command. */
  @Spec
  public void addTo(CommandSpec spec) {
    db.addTo(spec);
    spec.addOption(envFile).addOption(verbose);
  }

  /** Shows more of the log from now on, if that was asked for. */
  public void applyVerbose() {
    LogSetup.verbose(verbose.<Boolean>getValue());
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
    return EnvironmentSettings.read(Optional.ofNullable(envFile.getValue()));
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
