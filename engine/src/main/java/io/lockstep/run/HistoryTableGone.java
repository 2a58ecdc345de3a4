package io.lockstep.run;

/** A script has dropped or moved the table that it shall be recorded in. */
final class HistoryTableGone extends RuntimeException {
  private static final long serialVersionUID = 1L;

  HistoryTableGone(String table) {
    super("the script has dropped or moved the history table " + table);
  }
}
