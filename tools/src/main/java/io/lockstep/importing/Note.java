package io.lockstep.importing;

/**
 * What is not as it was with the other tool.
 *
 * @param todo whether something is missing until the user has done what it says; else it is only
 *     good to know
 * @param file the other tool's file, or change set
 * @param why what it is about
 * @param next what to do; empty if there is nothing to do
 */
public record Note(boolean todo, String file, String why, String next) {
  static Note todo(String file, String why, String next) {
    return new Note(true, file, why, next);
  }

  /** What the other tool's file says is in no file of ours. */
  static Note leftOut(String file, String why, String next) {
    return todo(file, why + ", so it is left out", next);
  }

  static Note fact(String file, String why, String next) {
    return new Note(false, file, why, next);
  }

  /** One line: {@code !} for what is to do, {@code *} for what is good to know. */
  @Override
  public String toString() {
    return (todo ? "!  " : "*  ") + file + ": " + why + "." + (next.isEmpty() ? "" : " " + next);
  }
}
