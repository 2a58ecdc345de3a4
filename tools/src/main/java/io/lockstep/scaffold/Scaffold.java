package io.lockstep.scaffold;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.catalog.ScriptName;
import io.lockstep.catalog.settings.AppSettings;
import io.lockstep.targets.AppName;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * Writes an app's next migration and its undo script as drafts: comments only, with a line that
 * keeps every plan from applying them until somebody deletes it. Without that line, a file of
 * comments would be applied like any other, and nobody could add its statements any more.
 */
public final class Scaffold {
  private final Path db;
  private final AppName app;
  private final NextVersion next;

  /**
   * @param db the folder with a folder per app; created if it is missing
   * @param clock the time, for an app whose versions are times
   */
  public Scaffold(Path db, AppName app, Clock clock) {
    this.db = db;
    this.app = app;
    this.next = new NextVersion(clock);
  }

  /**
   * Writes both files or none.
   *
   * @param words a description of the migration
   * @throws LockstepException ({@link ExitCode#USAGE}) if the words make no name, an existing file
   *     or folder is misnamed, or nothing can be written; ({@link ExitCode#REFUSED}) if a file is
   *     in the way
   */
  public ScaffoldReport write(String words) {
    String title = ScriptName.title(words).orElseThrow(() -> nameless(words));
    Path folder = db.resolve(app.text());
    try {
      if (Files.exists(db)) {
        CatalogReader.read(db); // refuses misnamed files and duplicates
      }
      boolean known = Files.isDirectory(folder);
      NextMigrationFile place =
          known
              ? NextMigrationFile.after(folder, AppSettings.read(app, folder, Map.of()), next)
              : NextMigrationFile.FIRST;
      DraftText text = new DraftText(app, place, title, words.strip().replaceAll("\\s+", " "));
      NewFiles files = new NewFiles(folder);
      files.add(place.script(title), text.script());
      files.add(place.undo(title), text.undo());
      files.write();
      return new ScaffoldReport(
          app.text(),
          !known,
          place.version(),
          folder.resolve(place.script(title)).toString(),
          folder.resolve(place.undo(title)).toString());
    } catch (FileAlreadyExistsException e) {
      throw new LockstepException(
          ExitCode.REFUSED,
          asked(),
          e.getFile() + " is there already; nothing was written",
          "Run it again if somebody else was writing; else move that away.");
    } catch (IOException e) {
      throw new LockstepException(
              ExitCode.USAGE,
              asked(),
              e.toString(),
              "Make " + folder + " writable, or give another folder with --db.")
          .causedBy(e);
    }
  }

  private LockstepException nameless(String words) {
    return new LockstepException(
        ExitCode.USAGE,
        asked(),
        "\"" + words + "\" has no letter or digit (ASCII) for the file's name",
        "Describe in a few words what it does, like \"add suggested answer\".");
  }

  private String asked() {
    return "a new migration of app " + app;
  }
}
