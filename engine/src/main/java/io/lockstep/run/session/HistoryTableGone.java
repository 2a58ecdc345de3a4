package io.lockstep.run.session;

/** A script has dropped or moved the table that it shall be recorded in. */
public final class HistoryTableGone extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public HistoryTableGone(String table) {
    super("the script has dropped or moved the history table " + table);
  }
}
