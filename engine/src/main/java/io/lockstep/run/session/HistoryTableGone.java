package io.lockstep.run.session;

import io.lockstep.schema.Relations;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The history table in which Lockstep must record a script is gone, mostly by that script. */
public final class HistoryTableGone extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String table;
  private final boolean byScript;

  /**
   * A script has dropped or moved it.
   *
   * @param table quoted, and with its schema
   */
  public HistoryTableGone(String table) {
    this(table, true);
  }

  private HistoryTableGone(String table, boolean byScript) {
    super(
        (byScript ? "the script" : "another session")
            + " has dropped or moved the history table "
            + table);
    this.table = table;
    this.byScript = byScript;
  }

  /** What is true if the script's transaction, which is rolled back, has not brought it back. */
  public HistoryTableGone afterRollback(JdbcClient jdbc) {
    return Relations.exists(jdbc, table) ? this : new HistoryTableGone(table, false);
  }

  /** False if another session has dropped or moved it. */
  public boolean isByScript() {
    return byScript;
  }
}
