package io.lockstep.sql;

/** A text in SQL, where it can't be bound. */
public final class Literal {
  private Literal() {}

  /** The literal means the same under either value of standard_conforming_strings. */
  public static String of(String text) {
    return "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
