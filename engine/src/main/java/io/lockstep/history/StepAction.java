package io.lockstep.history;

import io.lockstep.ConstantName;

/** What a step does. */
public enum StepAction {
  /** It applies a version. */
  APPLY,
  /** It takes a version back. */
  UNDO,
  /** It applies a repeatable. */
  REPEAT,
  /** It runs a callback. */
  CALL,
  /** A newer Lockstep began a step that this one does not have. No step of a plan is one. */
  UNKNOWN;

  /** The action of this name. */
  public static StepAction parse(String text) {
    return ConstantName.find(StepAction.class, text).orElse(UNKNOWN);
  }

  /** Its name in the tables, JSON, logs and metrics: a contract. */
  @Override
  public String toString() {
    return ConstantName.of(this);
  }
}
