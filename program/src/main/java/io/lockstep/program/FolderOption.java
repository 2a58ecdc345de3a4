package io.lockstep.program;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** The option for the folder of the migrations. */
public final class FolderOption {
  private final OptionSpec db =
      OptionSpec.builder("--db")
          .type(Path.class)
          .paramLabel("DIR")
          .descriptionKey("LOCKSTEP_DB")
          .defaultValue("db")
          .description("Folder with a folder of migrations per app. Default: LOCKSTEP_DB, else db.")
          .build();

  /** Filled by picocli, as a mixin. */
  public FolderOption() {}

  /** Adds it to a command. */
  @Spec
  public void addTo(CommandSpec spec) {
    spec.addOption(db);
  }

  /**
   * The folder; it need not exist.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) if it is empty
   */
  public Path path() {
    Path folder = db.getValue();
    if (folder.toString().isBlank()) { // as of a variable that is not set
      throw new LockstepException(
          ExitCode.USAGE,
          "--db \"\"",
          "that is no folder",
          "Give the folder that holds one folder per app, or leave --db out.");
    }
    return folder;
  }
}
