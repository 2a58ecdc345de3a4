package io.lockstep.catalog;

/**
 * Shortens texts to the size that a history table can store, by Flyway's rule (AbbreviationUtils,
 * which is internal to it; a test compares the two).
 */
public final class HistoryText {
  private static final int DESCRIPTION = 200;
  private static final int SCRIPT = 1000;
  private static final String CUT = "...";

  private HistoryText() {}

  /** The description, of which a long one keeps its beginning. */
  public static String description(String whole) {
    return whole.length() <= DESCRIPTION
        ? whole
        : whole.substring(0, DESCRIPTION - CUT.length()) + CUT;
  }

  /** The script's path, of which a long one loses all beyond its first thousand characters. */
  public static String script(String whole) {
    return whole.length() <= SCRIPT ? whole : CUT + whole.substring(CUT.length(), SCRIPT);
  }
}
