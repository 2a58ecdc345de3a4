package io.lockstep.run.session;

/** A script has dropped or moved the history table in which Lockstep must record it. */
public final class HistoryTableGone extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public HistoryTableGone(String table) {
    super("the script has dropped or moved the history table " + table);
  }
}
