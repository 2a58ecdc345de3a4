package io.lockstep.run;

import org.flywaydb.core.api.FlywayException;

/** A script has dropped or moved the table that it shall be recorded in. */
final class HistoryTableGone extends FlywayException {
  private static final long serialVersionUID = 1L;

  HistoryTableGone(String table) {
    super("the script has dropped or moved the history table " + table);
  }
}
