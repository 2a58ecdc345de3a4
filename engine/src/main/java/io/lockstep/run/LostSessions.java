package io.lockstep.run;

import io.lockstep.LockstepException;
import io.lockstep.run.session.SessionLost;

/**
 * Counts the sessions that were lost in a row.
 *
 * @param place where in a script the server ended the last one; empty if it was in none
 * @param samePlace whether that was the same place each time
 */
record LostSessions(int times, String place, boolean samePlace) {
  /** The run gives up after more losses than this. */
  static final int MOST = 5;

  static final LostSessions NONE = new LostSessions(0, "", true);

  LostSessions and(String step, RuntimeException loss) {
    String now = SessionLost.place(loss).map(at -> step + at).orElse("");
    boolean same = samePlace && !now.isEmpty() && (times == 0 || now.equals(place));
    return new LostSessions(times + 1, now, same);
  }

  /** The error of a run that has lost too many, the last one in this step. */
  LockstepException problem(String step, RuntimeException loss) {
    return samePlace ? SessionLost.each(step, loss, times) : SessionLost.tooOften(loss, times);
  }

  boolean areTooMany() {
    return times > MOST;
  }
}
