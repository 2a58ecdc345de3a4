package io.lockstep.catalog;

import io.lockstep.Checksum;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.catalog.settings.OwnTransactions;
import io.lockstep.catalog.settings.ScriptSettings;
import io.lockstep.placeholders.Placeholders;
import io.lockstep.placeholders.ReplacedText;
import io.lockstep.script.OwnTransaction;
import io.lockstep.script.ScriptReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One SQL file of an app.
 *
 * @param name its path below the app's folder, which Flyway's history stores as the script
 * @param folder the folder of its app
 * @param file the file to read, if it is not found by its name: a folder may have a hundred
 *     thousand
 * @param settings what Flyway's {@code NAME.conf} beside it says
 * @param placeholders what is put into its text
 */
public record Script(
    String name,
    Path folder,
    Optional<Path> file,
    ScriptSettings settings,
    Placeholders placeholders) {
  private static final long LONGEST_COMMENT = 1L << 16; // in bytes; what is longer is not read

  /** A script whose text runs as it stands. */
  public static Script plain(String name, Path path) {
    Path folder = Optional.ofNullable(path.getParent()).orElse(Path.of(""));
    return new Script(name, folder, Optional.of(path), ScriptSettings.NONE, Placeholders.NONE);
  }

  /** A script of an app with these placeholders, if the script says nothing else. */
  static Script of(
      String name,
      Path folder,
      Optional<Path> file,
      ScriptSettings settings,
      Placeholders placeholders) {
    return new Script(name, folder, file, settings, own(settings, placeholders));
  }

  private static Placeholders own(ScriptSettings settings, Placeholders placeholders) {
    return settings
        .placeholderReplacement()
        .map(on -> placeholders.used(on ? Placeholders.Use.REPLACED : Placeholders.Use.TEXT))
        .orElse(placeholders);
  }

  /** This script with its app's placeholders as they are now. */
  Script with(Placeholders now) {
    return new Script(name, folder, file, settings, own(settings, now));
  }

  /** The name without folders. */
  public String fileName() {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** The file to read. */
  public Path path() {
    return file.orElseGet(() -> folder.resolve(name));
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
   * The text that runs: the file's, without a byte order mark, with values in place of
   * placeholders, and with blanks in place of its own BEGIN and COMMIT if its app says so. A
   * placeholder without a value stays as it is; a plan refuses it.
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

  /** True if values are put into its text. */
  public boolean replacesPlaceholders() {
    return placeholders.use() == Placeholders.Use.REPLACED;
  }

  /** True if the time is put into its text, so that it is another one at each time. */
  boolean changesWithTime() {
    return placeholders.changesWithTime(text(ExitCode.USAGE));
  }

  /** The placeholders that have no value, with their lines, whether they are replaced or not. */
  public List<ReplacedText.Placeholder> openPlaceholders() {
    return placeholders.open(text(ExitCode.USAGE), fileName());
  }

  /** The line of the file for a line of the text that runs. */
  public int fileLine(int line) {
    return placeholders.replace(text(ExitCode.USAGE), fileName()).scriptLine(line);
  }

  private String read(ExitCode withNul) {
    String text = replaced(withNul);
    return settings.ownTransactions() == OwnTransactions.PASSED_OVER
        ? OwnTransaction.passedOver(
            text, declaredWithoutTransaction() || Directives.read(this, text).noTransaction())
        : text;
  }

  /** The text with values in place of placeholders, and nothing else changed. */
  String replaced() {
    return replaced(ExitCode.USAGE);
  }

  private String replaced(ExitCode withNul) {
    return placeholders.replace(text(withNul), fileName()).text();
  }

  private String text(ExitCode withNul) {
    try {
      String text = Files.readString(path());
      if (text.indexOf('\0') >= 0) { // a NUL can be neither stored nor sent
        throw new LockstepException(
            withNul,
            "reading " + path(),
            "it has a NUL character, as a file in UTF-16 has",
            "Save the file as UTF-8.");
      }
      return withoutMark(text);
    } catch (CharacterCodingException e) {
      throw new LockstepException(
              ExitCode.USAGE, "reading " + path(), "it is not UTF-8", "Save the file as UTF-8.")
          .causedBy(e);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static String withoutMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /**
   * The file's beginning, where directives are, without a byte order mark.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) if it can't be read
   */
  String head() {
    try (InputStream file = Files.newInputStream(path())) {
      return withoutMark(
          new String(file.readNBytes((int) LONGEST_COMMENT), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** False if it has only blanks and comments. What can't be read as text is not empty. */
  boolean hasStatement() {
    try {
      return Files.size(path()) > LONGEST_COMMENT
          || ScriptReader.hasStatement(withoutMark(Files.readString(path())));
    } catch (IOException e) {
      return true;
    }
  }

  /**
   * Flyway's checksum of the file as it stands, which may be too large to be in memory at once.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) if it can't be read
   */
  public int checksum() {
    try (InputStream file = Files.newInputStream(path())) {
      return Checksum.of(file);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private LockstepException unreadable(IOException e) {
    return (e instanceof NoSuchFileException
            ? unreadable("there is no such file", "Give the path of a file that is there.")
            : unreadable(
                e instanceof AccessDeniedException ? "this process may not read it" : e.toString(),
                "Make the file readable."))
        .causedBy(e);
  }

  private LockstepException unreadable(String why, String next) {
    return new LockstepException(ExitCode.USAGE, "reading " + path(), why, next);
  }

  /** True if Flyway's {@code NAME.conf} beside the file has {@code executeInTransaction=false}. */
  public boolean declaredWithoutTransaction() {
    return !settings.executeInTransaction();
  }

  @Override
  public String toString() {
    return path().toString();
  }
}
