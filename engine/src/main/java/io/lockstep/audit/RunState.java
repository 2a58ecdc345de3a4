package io.lockstep.audit;

import io.lockstep.ConstantName;
import io.lockstep.RunResult;

/** The state of a target of a run, as {@code lockstep.run} has it. */
public enum RunState {
  /** The run is active. */
  RUNNING,
  /** The target was reached. */
  DONE,
  /** It could not be carried out; nothing was changed. */
  REFUSED,
  /** The run ended with an error. */
  FAILED,
  /** The process was asked to end. */
  STOPPED,
  /** The process ended without a word. */
  DIED,
  /** A newer Lockstep wrote a state that this one does not have. */
  UNKNOWN;

  /** The state of a run that has ended with this result. */
  public static RunState of(RunResult result) {
    return switch (result) {
      case DONE, NOTHING_TO_DO, SUPERSEDED, DONE_BEFORE -> DONE;
      case REFUSED -> REFUSED;
      case FAILED -> FAILED;
      case STOPPED -> STOPPED;
    };
  }

  /** The state of this name. */
  public static RunState parse(String text) {
    return ConstantName.find(RunState.class, text).orElse(UNKNOWN);
  }

  /** Its name in the table, JSON and metrics: a contract. */
  @Override
  public String toString() {
    return ConstantName.of(this);
  }
}
