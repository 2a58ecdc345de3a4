package io.lockstep.database;

/** A text in SQL, where it can't be bound. */
public final class Literal {
  private Literal() {}

  /** Read alike whatever standard_conforming_strings is. */
  public static String of(String text) {
    return "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
