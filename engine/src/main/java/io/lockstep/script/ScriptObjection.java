package io.lockstep.script;

/**
 * Why a script can't be run as a step.
 *
 * @param why what is in the way, with its line where there is one
 * @param next what to do; empty if that needs no words
 * @param ownTransaction true if the script begins or ends a transaction of its own
 */
public record ScriptObjection(String why, String next, boolean ownTransaction) {
  /** Both, for people. */
  @Override
  public String toString() {
    return why + (next.isEmpty() ? "" : (ownTransaction ? ": " : "; ") + next);
  }
}
