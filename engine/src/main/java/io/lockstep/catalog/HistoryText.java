package io.lockstep.catalog;

/**
 * Texts as a history table keeps them, which has no room for the whole of long ones. It is Flyway's
 * rule (AbbreviationUtils, which is internal to it; a test compares the two).
 */
public final class HistoryText {
  private static final int DESCRIPTION = 200;
  private static final int SCRIPT = 1000;
  private static final String CUT = "...";

  private HistoryText() {}

  /** A description with its beginning. */
  public static String description(String whole) {
    return whole.length() <= DESCRIPTION
        ? whole
        : whole.substring(0, DESCRIPTION - CUT.length()) + CUT;
  }

  /** A script's path, without what is behind its first thousand characters. */
  public static String script(String whole) {
    return whole.length() <= SCRIPT ? whole : CUT + whole.substring(CUT.length(), SCRIPT);
  }
}
