package io.lockstep.program;

import io.lockstep.catalog.Catalog;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.catalog.settings.UndoPolicy;
import io.lockstep.database.Settings;
import io.lockstep.program.logging.LogSetup;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/**
 * The options of every program: the folder of the migrations, the file with settings, and verbose.
 * They have no picocli annotations, like all that {@code migrate} needs: the JVM makes classes for
 * annotations at each start, which takes a sixth of a run with nothing to do.
 */
public final class ProgramOptions {
  private final FolderOption db = new FolderOption();
  private final OptionSpec envFile =
      OptionSpec.builder("--env-file")
          .type(Path.class)
          .paramLabel("FILE")
          .description(
              "Settings that the environment doesn't give. Default: .env in the working directory. One"
                  + " is POSTGRES_SCHEMA, the schema that names without a schema mean in a script;"
                  + " default public.")
          .build();
  private final OptionSpec undo =
      OptionSpec.builder("--undo")
          .type(UndoPolicy.class)
          .paramLabel("POLICY")
          .descriptionKey("LOCKSTEP_UNDO")
          .description(
              "Which migrations must have an undo script in apps whose lockstep.properties have no"
                  + " undo: optional, required or \"from VERSION\". Default: LOCKSTEP_UNDO, else"
                  + " required for apps that have any undo script.")
          .build();
  private final OptionSpec verbose = Flag.of("--verbose", "Show more, with stack traces.");

  /** Filled by picocli, as a mixin. */
  public ProgramOptions() {}

  /** Adds them to a command. */
  @Spec
  public void addTo(CommandSpec spec) {
    db.addTo(spec);
    spec.addOption(envFile).addOption(undo).addOption(verbose);
  }

  /** Shows more of the log from now on, if {@code --verbose} was given. */
  public void applyVerbose() {
    LogSetup.verbose(verbose.<Boolean>getValue());
  }

  /**
   * Shows only warnings and errors of these loggers, unless {@code --verbose} was given: for
   * commands that run many steps in scratch databases.
   */
  public void applyTerse(String... loggers) {
    LogSetup.terse(loggers);
    applyVerbose();
  }

  /** The settings of the environment and its file; the environment wins. */
  public EnvironmentSettings environment() {
    return EnvironmentSettings.read(Optional.ofNullable(envFile.getValue()));
  }

  /** The database, and the role that migrates it. */
  public Settings settings() {
    return environment().settings();
  }

  /** The migrations on disk, with the placeholders' values that the environment has. */
  public Catalog catalog() {
    Catalog catalog = CatalogReader.read(db.path(), environment().placeholders());
    return Optional.ofNullable(undo.<UndoPolicy>getValue()).map(catalog::orUndo).orElse(catalog);
  }
}
