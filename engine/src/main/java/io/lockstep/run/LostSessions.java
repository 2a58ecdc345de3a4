package io.lockstep.run;

import io.lockstep.run.session.SessionLost;

/**
 * Counts the sessions that were lost in a row.
 *
 * @param statement the script's statement in which the server ended the last one; empty if none
 * @param sameStatement whether that was the same statement each time
 */
record LostSessions(int times, String statement, boolean sameStatement) {
  /** The run gives up after more losses than this. */
  static final int MOST = 5;

  static final LostSessions NONE = new LostSessions(0, "", true);

  LostSessions and(RuntimeException loss) {
    String now = SessionLost.statement(loss);
    boolean same = sameStatement && !now.isEmpty() && (times == 0 || now.equals(statement));
    return new LostSessions(times + 1, now, same);
  }

  boolean areTooMany() {
    return times > MOST;
  }
}
