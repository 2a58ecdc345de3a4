package io.lockstep.catalog;

import io.lockstep.Checksum;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.script.ScriptReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One SQL file of an app.
 *
 * @param name its path below the app's folder, which Flyway's history stores as the script
 * @param path the file to read
 * @param configuration Flyway's {@code NAME.conf}, if there is one
 */
public record Script(String name, Path path, Optional<Path> configuration) {
  private static final long LONGEST_COMMENT = 1L << 16; // in bytes; what is longer is not read

  /** The name without folders. */
  public String fileName() {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** The folder of its app. */
  public Path folder() {
    Path folder = path;
    for (int i = 0; i < Path.of(name).getNameCount(); i++) {
      folder = Optional.ofNullable(folder.getParent()).orElse(Path.of(""));
    }
    return folder;
  }

  /** True if its name is of golang-migrate's form, and not of Flyway's. */
  public boolean isOfGolangMigrate() {
    return !ScriptName.undoOf(fileName()).startsWith("U");
  }

  /** The name, without folders, that the undo script of this one must have. */
  public String undoFileName() {
    return ScriptName.undoOf(fileName());
  }

  /**
   * The file's text, without a byte order mark.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) if it can't be read or is not text in UTF-8
   */
  public String read() {
    return read(ExitCode.USAGE);
  }

  /**
   * The text of a migration that is to run now.
   *
   * @throws LockstepException ({@link ExitCode#MIGRATION_FAILED}) if no server could ever read it
   */
  public String readToRun() {
    return read(ExitCode.MIGRATION_FAILED);
  }

  private String read(ExitCode withNul) {
    try {
      String text = Files.readString(path);
      if (text.indexOf('\0') >= 0) { // a NUL can be neither stored nor sent
        throw new LockstepException(
            withNul,
            "reading " + path,
            "it has a NUL character, as a file in UTF-16 has",
            "Save the file as UTF-8.");
      }
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new LockstepException(
              ExitCode.USAGE, "reading " + path, "it is not UTF-8", "Save the file as UTF-8.")
          .causedBy(e);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** False if it has only blanks and comments. What can't be read as text is not empty. */
  boolean hasStatement() {
    try {
      return Files.size(path) > LONGEST_COMMENT
          || ScriptReader.hasStatement(Files.readString(path));
    } catch (IOException e) {
      return true;
    }
  }

  /**
   * Flyway's checksum of the file, which may be too large to be in memory at once.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) if it can't be read
   */
  public int checksum() {
    try (InputStream file = Files.newInputStream(path)) {
      return Checksum.of(file);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private LockstepException unreadable(IOException e) {
    return new LockstepException(
            ExitCode.USAGE, "reading " + path, e.toString(), "Make the file readable.")
        .causedBy(e);
  }

  /** True if Flyway's {@code NAME.conf} beside the file has {@code executeInTransaction=false}. */
  public boolean declaredWithoutTransaction() {
    return configuration
        .map(conf -> new Script(conf.toString(), conf, Optional.empty()).read())
        .filter(
            text ->
                text.lines()
                    .anyMatch(l -> l.strip().matches("(?i)executeInTransaction\\s*=\\s*false")))
        .isPresent();
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
