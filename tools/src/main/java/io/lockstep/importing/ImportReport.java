package io.lockstep.importing;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.importing.source.Note;
import java.util.List;
import java.util.Optional;

/**
 * The files that were written.
 *
 * @param app the app's name
 * @param folder its folder
 * @param files the new files, in the order of their names
 * @param notes parts that could not be kept or differ from before, the tasks first
 */
public record ImportReport(String app, String folder, List<ImportedFile> files, List<Note> notes) {
  /**
   * A file, and its source.
   *
   * @param name its path below the app's folder
   * @param source the other tool's file, or file and change set
   */
  public record ImportedFile(String name, String source) {}

  /** The result in a line. */
  public String summary() {
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
