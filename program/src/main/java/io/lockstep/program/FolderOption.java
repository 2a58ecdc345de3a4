package io.lockstep.program;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the migrations are. */
public final class FolderOption {
  @Option(
      names = "--db",
      paramLabel = "DIR",
      descriptionKey = "LOCKSTEP_DB",
      defaultValue = "db",
      description = "Folder with a folder of migrations per app. Default: LOCKSTEP_DB, else db.")
  private Path db;

  /** Filled by picocli, as a mixin. */
  @SuppressWarnings("NullAway.Init")
  public FolderOption() {}

  /** The folder; it need not exist. */
  public Path path() {
    return db;
  }
}
