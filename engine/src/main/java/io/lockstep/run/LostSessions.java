package io.lockstep.run;

import io.lockstep.run.session.SessionLost;

/**
 * How often a session was lost in a row, and where.
 *
 * @param statement the statement of a script in which the server ended the last one; empty if none
 * @param sameStatement whether it was the same each time
 */
record LostSessions(int times, String statement, boolean sameStatement) {
  /** After so many a run gives up. */
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
