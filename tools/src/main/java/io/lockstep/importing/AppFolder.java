package io.lockstep.importing;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.scaffold.NewFiles;
import io.lockstep.targets.AppName;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The folder {@code db/APP} that is to be created, which must not have scripts yet. */
final class AppFolder {
  private final AppName app;
  private final Path folder;

  AppFolder(AppName app, Path db) {
    this.app = app;
    this.folder = db.resolve(app.text());
  }

  Path path() {
    return folder;
  }

  /**
   * Refuses a folder that has scripts: two sources in one history could not be distinguished.
   *
   * @throws LockstepException ({@link ExitCode#REFUSED}) naming the first
   */
  void refuseScripts() {
    Optional<Path> first;
    try (Stream<Path> entries = Files.exists(folder) ? Files.walk(folder) : Stream.empty()) {
      first = entries.filter(file -> file.toString().endsWith(".sql")).sorted().findFirst();
    } catch (IOException e) {
      throw cannotWrite(e);
    }
    if (first.isPresent()) {
      throw exists(first.get().toString());
    }
  }

  /**
   * Writes all files or none, and overwrites none.
   *
   * @throws LockstepException ({@link ExitCode#REFUSED}) if one exists already; ({@link
   *     ExitCode#USAGE}) if they can't be written
   */
  void write(List<OutputFile> files) {
    NewFiles texts = new NewFiles(folder);
    files.forEach(file -> texts.add(file.name(), file.text()));
    try {
      texts.write();
    } catch (FileAlreadyExistsException e) {
      throw exists(e.getFile());
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  private LockstepException exists(String file) {
    return new LockstepException(
        ExitCode.REFUSED,
        "importing into app " + app,
        file + " is there already; nothing was written",
        "Give another name with --app or another folder with --db, or remove what is in "
            + folder
            + ".");
  }

  private LockstepException cannotWrite(IOException e) {
    return new LockstepException(
            ExitCode.USAGE,
            "writing into " + folder,
            e.toString(),
            "Make it writable, or give another folder with --db. Nothing was written.")
        .causedBy(e);
  }
}
