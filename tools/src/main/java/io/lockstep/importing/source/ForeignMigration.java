package io.lockstep.importing.source;

import io.lockstep.targets.Version;
import java.util.Optional;

/**
 * One migration as another tool has it.
 *
 * @param source its file, or file and change set
 * @param version the tool's version, if that may serve as one here
 * @param name its description, in the tool's spelling
 * @param fullName the same with the tool's identifier, for a file that has another version
 * @param up the script that applies it
 * @param down the script that takes it back
 * @param downSource the file, or file and change set, that has it
 */
public record ForeignMigration(
    String source,
    Optional<Version> version,
    String name,
    String fullName,
    ForeignScript up,
    Optional<ForeignScript> down,
    String downSource) {
  /** One that has both scripts in the same file. */
  public ForeignMigration(
      String source,
      Optional<Version> version,
      String name,
      String fullName,
      ForeignScript up,
      Optional<ForeignScript> down) {
    this(source, version, name, fullName, up, down, source);
  }

  /** This one, but with another file that takes it back. */
  public ForeignMigration undoneBy(Optional<SourceFile> file) {
    return new ForeignMigration(
        source, version, name, fullName, up, down, file.map(SourceFile::name).orElse(source));
  }
}
