package io.lockstep.sql;

/** Writes a text as an SQL literal where it can't be bound. */
public final class Literal {
  private Literal() {}

  /** The literal, which means the same under either value of standard_conforming_strings. */
  public static String of(String text) {
    return "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
