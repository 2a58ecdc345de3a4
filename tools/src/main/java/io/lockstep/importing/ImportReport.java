package io.lockstep.importing;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.importing.source.Note;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files that were written.
 *
 * @param from the other tool, as {@code --from} names it
 * @param app the app's name
 * @param folder its folder
 * @param files the new files, in the order of their names
 * @param notes parts that could not be kept or differ from before, the tasks first
 */
public record ImportReport(
    String from, String app, String folder, List<ImportedFile> files, List<Note> notes) {
  /** The tool whose history goes on, since it has the same form. */
  private static final String FLYWAY = "flyway";

  /**
   * A file, and its source.
   *
   * @param name its path below the app's folder
   * @param source the other tool's file, or file and change set
   */
  public record ImportedFile(String name, String source) {}

  /** All of it for people: the files, the notes, each sentence once, and what comes next. */
  public List<String> lines() {
    return Stream.of(
            files.stream().map(file -> "+  " + file.name() + "  from " + file.source()),
            Note.lines(notes).stream(),
            Stream.of(summary()),
            next().stream())
        .flatMap(lines -> lines)
        .toList();
  }

  private Optional<String> next() {
    return files.isEmpty()
        ? Optional.empty()
        : Optional.of(
            from.equals(FLYWAY)
                ? "A database that Flyway has brought to a version already: history=flyway_schema_history, or what Flyway's table is called there, in %s/lockstep.properties before the first migrate. No adopt is needed."
                    .formatted(folder)
                : "A database that %s has brought to a version already: ./lockstep adopt %s VERSION, before the first migrate."
                    .formatted(from, app));
  }

  private String summary() {
    return "wrote "
        + count(files.size(), "file")
        + " into "
        + folder
        + (todos() == 0 ? "" : ", " + leftToDo() + " left to do");
  }

  /** The reason why the folder is incomplete, if it is. */
  public Optional<LockstepException> problem() {
    return todos() == 0
        ? Optional.empty()
        : Optional.of(
            new LockstepException(
                ExitCode.REFUSED,
                "importing into app " + app,
                leftToDo() + " left to do (!)",
                files.isEmpty()
                    ? "Nothing was written. Do what each line says, and import again; if the files are another tool's, look at --from."
                    : "Do what each line says before you migrate; the rest is in " + folder + "."));
  }

  private String leftToDo() {
    return count(todos(), "thing") + (todos() == 1 ? " is" : " are");
  }

  private static String count(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private long todos() {
    return notes.stream().filter(Note::todo).count();
  }
}
