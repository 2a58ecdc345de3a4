package io.lockstep.importing.source;

import io.lockstep.Abridged;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A difference from the migration in the other tool.
 *
 * @param todo true if the user must follow the advice before the app is complete; false if the note
 *     is only good to know
 * @param file the other tool's file, or change set
 * @param why the difference
 * @param next the advice; empty if there is nothing to do
 */
public record Note(boolean todo, String file, String why, String next) {
  /** A task. */
  public static Note todo(String file, String why, String next) {
    return new Note(true, file, why, next);
  }

  /** A task: no file of ours has this part of the other tool's file. */
  public static Note leftOut(String file, String why, String next) {
    return todo(file, why + ", so it is left out", next);
  }

  /** Good to know. */
  public static Note fact(String file, String why, String next) {
    return new Note(false, file, why, next);
  }

  /** Notes for people: a line for each, but for all that say the same of several files one. */
  public static List<String> lines(List<Note> notes) {
    Map<String, List<Note>> same = new LinkedHashMap<>();
    notes.forEach(
        note ->
            same.computeIfAbsent(note.todo + Abridged.sentence(note.text()), s -> new ArrayList<>())
                .add(note));
    return same.values().stream().map(Note::line).toList();
  }

  private static String line(List<Note> same) {
    Note first = same.get(0);
    List<String> files = same.stream().map(Note::file).distinct().toList();
    Note all = new Note(first.todo, Abridged.names(files), first.why, first.next);
    return all + (same.stream().map(Note::text).distinct().count() > 1 ? " And so on." : "");
  }

  private String text() {
    return why + "." + (next.isEmpty() ? "" : " " + next);
  }

  /** One line: {@code !} for a task, {@code *} for a note that is good to know. */
  @Override
  public String toString() {
    return (todo ? "!  " : "*  ") + file + ": " + text();
  }
}
