package io.lockstep.program;

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

  /** The folder; it need not exist. */
  public Path path() {
    return db.getValue();
  }
}
