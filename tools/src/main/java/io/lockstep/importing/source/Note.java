package io.lockstep.importing.source;

import java.util.List;

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
  private static final int NAMED = 3; // of many files; the rest are counted

  /** The first of some files, and how many more there are. */
  public static String some(List<String> names) {
    return String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
        + (names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "");
  }

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

  /** One line: {@code !} for a task, {@code *} for a note that is good to know. */
  @Override
  public String toString() {
    return (todo ? "!  " : "*  ") + file + ": " + why + "." + (next.isEmpty() ? "" : " " + next);
  }
}
